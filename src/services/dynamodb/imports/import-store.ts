import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
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

/** Imports by their ids, which begin with the time. */
export const importStore = {
  async find(tx: ReadTransaction, at: Place, id: string): Promise<Import | undefined> {
    const row = await tx.get(find, { id });
    return row && toImport(at, row.record);
  },

  async ofToken(tx: ReadTransaction, at: Place, token: string): Promise<Import | undefined> {
    const row = await tx.get(ofToken, { token });
    return row && toImport(at, row.record);
  },

  /** The latest first: all, or those of one table. `before` is the id of the last one that has been told. */
  async list(
    tx: ReadTransaction,
    at: Place,
    { table, before, limit }: { readonly table: string | undefined; readonly before: string; readonly limit: number },
  ): Promise<Import[]> {
    const rows = await (table === undefined
      ? tx.all(list, { before, limit })
      : tx.all(listOf, { table, before, limit }));
    return rows.map(({ record }) => toImport(at, record));
  },

  async put(tx: WriteTransaction, { account: _account, region: _region, ...record }: Import): Promise<void> {
    const { id, tableName: table, token } = record;
    await tx.run(put, { id, table, token, record: JSON.stringify(record) });
  },
};

function toImport({ account, region }: Place, record: string): Import {
  return { ...(JSON.parse(record) as Import), account, region };
}

const find = sql<{ id: string }, { record: string }>(
  "SELECT record FROM dynamodb_imports WHERE partition = :partition AND id = :id",
);
const ofToken = sql<{ token: string }, { record: string }>(
  "SELECT record FROM dynamodb_imports WHERE partition = :partition AND token = :token ORDER BY id DESC LIMIT 1",
);
const list = sql<{ before: string; limit: number }, { record: string }>(
  "SELECT record FROM dynamodb_imports WHERE partition = :partition AND id < :before ORDER BY id DESC LIMIT :limit",
);
const listOf = sql<{ table: string; before: string; limit: number }, { record: string }>(
  `SELECT record FROM dynamodb_imports WHERE partition = :partition AND table_name = :table AND id < :before
   ORDER BY id DESC LIMIT :limit`,
);
const put = sql<{ id: string; table: string; token: string; record: string }>(
  `INSERT INTO dynamodb_imports (partition, id, table_name, token, record)
   VALUES (:partition, :id, :table, :token, :record)
   ON CONFLICT (partition, id) DO UPDATE SET record = excluded.record`,
);
