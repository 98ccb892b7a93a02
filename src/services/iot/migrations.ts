import type { Migration } from "../../storage/database.ts";
import { registryMigrations } from "./registry/record-store.ts";

export const migrations: readonly Migration[] = [...registryMigrations];
