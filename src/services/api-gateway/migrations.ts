import type { Migration } from "../../storage/database.ts";
import { domainMigrations } from "../execute-api/domains/domain-store.ts";
import { apiMigrations } from "./apis/api-store.ts";
import { snapshotMigrations } from "./deployments/snapshot-store.ts";
import { partMigrations } from "./parts/part-store.ts";
import { usageMigrations } from "./usage-plans/usage-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...apiMigrations,
  ...partMigrations,
  ...snapshotMigrations,
  ...usageMigrations,
  ...domainMigrations,
];
