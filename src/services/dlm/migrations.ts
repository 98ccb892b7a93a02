import type { Migration } from "../../storage/database.ts";
import { policyMigrations } from "./policies/policy-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = policyMigrations;
