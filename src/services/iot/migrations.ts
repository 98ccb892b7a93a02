import type { Migration } from "../../storage/database.ts";
import { registryMigrations } from "./registry/record-store.ts";
import { ruleMigrations } from "./rules/rule-store.ts";
import { shadowMigrations } from "./shadows/shadow-store.ts";

export const migrations: readonly Migration[] = [...registryMigrations, ...ruleMigrations, ...shadowMigrations];
