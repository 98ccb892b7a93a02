import type { Migration } from "../../storage/database.ts";
import { backupMigrations } from "./backups/backup-store.ts";
import { changeMigrations } from "./changes/change-store.ts";
import { exportMigrations } from "./exports/export-store.ts";
import { importMigrations } from "./imports/import-store.ts";
import { indexMigrations } from "./indexes/index-store.ts";
import { itemMigrations } from "./items/item-store.ts";
import { partitionMigrations } from "./partitions/partition-store.ts";
import { deletedTableMigrations } from "./tables/deleted-table-store.ts";
import { tableMigrations } from "./tables/table-store.ts";
import { transactionMigrations } from "./transactions/transaction-store.ts";

/** Each schema stands in its store. */
export const migrations: readonly Migration[] = [
  ...tableMigrations,
  ...itemMigrations,
  ...changeMigrations,
  ...indexMigrations,
  ...transactionMigrations,
  ...backupMigrations,
  ...deletedTableMigrations,
  ...exportMigrations,
  ...importMigrations,
  ...partitionMigrations,
];
