import type { Migration } from "../../storage/database.ts";
import { pipeMigrations } from "./pipes/pipe-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [...pipeMigrations];
