import type { Migration } from "../../storage/database.ts";
import { usageMigrations } from "../execute-api/api-keys/usage-store.ts";
import { domainMigrations } from "../execute-api/domains/domain-store.ts";
import { apiMigrations } from "./apis/api-store.ts";
import { snapshotMigrations } from "./deployments/snapshot-store.ts";
import { partMigrations } from "./parts/part-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...apiMigrations,
  ...partMigrations,
  ...snapshotMigrations,
  ...usageMigrations,
  ...domainMigrations,
];
