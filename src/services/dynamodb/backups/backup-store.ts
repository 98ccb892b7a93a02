import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
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

/** Backups by their ids, which begin with the time: so they are in its order. */
export const backupStore = {
  async find(tx: ReadTransaction, at: Place, id: string): Promise<Backup | undefined> {
    const row = await tx.get(find, { id });
    return row && toBackup(at, row.record);
  },

  /** All, or those of one table. */
  async list(
    tx: ReadTransaction,
    at: Place,
    { table, after, limit }: { readonly table: string | undefined; readonly after: string; readonly limit: number },
  ): Promise<Backup[]> {
    const rows = await (table === undefined ? tx.all(list, { after, limit }) : tx.all(listOf, { table, after, limit }));
    return rows.map(({ record }) => toBackup(at, record));
  },

  async put(tx: WriteTransaction, { account: _account, region: _region, ...record }: Backup): Promise<void> {
    await tx.run(put, { id: record.id, table: record.table.name, record: JSON.stringify(record) });
  },

  async remove(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(remove, { id });
  },
};

function toBackup({ account, region }: Place, record: string): Backup {
  return { ...(JSON.parse(record) as Backup), account, region };
}

const find = sql<{ id: string }, { record: string }>(
  "SELECT record FROM dynamodb_backups WHERE partition = :partition AND id = :id",
);
const list = sql<{ after: string; limit: number }, { record: string }>(
  "SELECT record FROM dynamodb_backups WHERE partition = :partition AND id > :after ORDER BY id LIMIT :limit",
);
const listOf = sql<{ table: string; after: string; limit: number }, { record: string }>(
  `SELECT record FROM dynamodb_backups WHERE partition = :partition AND table_name = :table AND id > :after
   ORDER BY id LIMIT :limit`,
);
const put = sql<{ id: string; table: string; record: string }>(
  `INSERT INTO dynamodb_backups (partition, id, table_name, record) VALUES (:partition, :id, :table, :record)
   ON CONFLICT (partition, id) DO UPDATE SET record = excluded.record`,
);
const remove = sql<{ id: string }>("DELETE FROM dynamodb_backups WHERE partition = :partition AND id = :id");
