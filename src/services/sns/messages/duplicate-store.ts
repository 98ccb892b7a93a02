import type { Migration } from "../../../storage/database.ts";
import { createDuplicateStore, duplicateTable } from "../../duplicate-store.ts";

export const duplicateMigrations: readonly Migration[] = [
  { name: "duplicates", sql: duplicateTable("sns_duplicates") },
];

/** What a FIFO topic has taken in the last five minutes, by deduplication id. */
export const duplicateStore = createDuplicateStore("sns_duplicates");
