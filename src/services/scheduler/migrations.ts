import type { Migration } from "../../storage/database.ts";
import { groupMigrations } from "./groups/group-store.ts";
import { tokenMigrations } from "./schedules/client-tokens.ts";
import { scheduleMigrations } from "./schedules/schedule-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [...groupMigrations, ...scheduleMigrations, ...tokenMigrations];
