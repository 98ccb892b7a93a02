import type { Migration } from "../../storage/database.ts";
import { usageMigrations } from "../usage/usage.ts";

/** Cost Explorer has no tables of its own: the ledger's come with it. */
export const migrations: readonly Migration[] = usageMigrations;
