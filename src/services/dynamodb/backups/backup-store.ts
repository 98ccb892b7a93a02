import type { Migration } from "../../../storage/database.ts";
import { createRecordStore } from "../records/record-store.ts";
import type { Backup } from "./backup.ts";

export const backupMigrations: readonly Migration[] = [
  {
    name: "backups",
    sql: `
      CREATE TABLE dynamodb_backups (
        partition BIGINT NOT NULL, id TEXT NOT NULL, table_name TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );`,
  },
];

export const backupStore = createRecordStore<Backup>({ rows: "dynamodb_backups", tableOf: ({ table }) => table.name });
