import type { Migration } from "../../../storage/database.ts";
import { createRecordStore } from "../records/record-store.ts";
import type { Import } from "./import.ts";

export const importMigrations: readonly Migration[] = [
  {
    name: "imports",
    sql: `
      CREATE TABLE dynamodb_imports (
        partition BIGINT NOT NULL, id TEXT NOT NULL, table_name TEXT NOT NULL, token TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX dynamodb_imports_by_token ON dynamodb_imports (partition, token);`,
  },
];

export const importStore = createRecordStore<Import>({
  rows: "dynamodb_imports",
  tableOf: ({ tableName }) => tableName,
  tokenOf: ({ token }) => token,
  isLatestFirst: true,
});
