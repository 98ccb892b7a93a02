import type { Migration } from "../../storage/database.ts";
import { pipeMigrations } from "./pipes/pipe-store.ts";
import { placeMigrations } from "./pipes/place-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [...pipeMigrations, ...placeMigrations];
