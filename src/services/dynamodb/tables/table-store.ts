import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { Table } from "./table.ts";

export const tableMigrations: readonly Migration[] = [
  {
    name: "tables",
    sql: `
      CREATE TABLE dynamodb_tables (
        partition BIGINT NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );`,
  },
];

/** A table's record is one text: it is read whole, through a cache, and seldom changed. */
export const tableStore = {
  async find(tx: ReadTransaction, at: Place, name: string): Promise<Table | undefined> {
    const row = await tx.get(find, { name });
    return row && { ...JSON.parse(row.record), account: at.account, region: at.region };
  },

  /** In the order of their names. */
  async names(tx: ReadTransaction, { after, limit }: { after: string; limit: number }): Promise<string[]> {
    return (await tx.all(names, { after, limit })).map(({ name }) => name);
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async put(tx: WriteTransaction, { account: _account, region: _region, ...record }: Table): Promise<void> {
    await tx.run(put, { name: record.name, record: JSON.stringify(record) });
  },

  async remove(tx: WriteTransaction, name: string): Promise<void> {
    await tx.run(remove, { name });
  },
};

const find = sql<{ name: string }, { record: string }>(
  "SELECT record FROM dynamodb_tables WHERE partition = :partition AND name = :name",
);
const names = sql<{ after: string; limit: number }, { name: string }>(
  "SELECT name FROM dynamodb_tables WHERE partition = :partition AND name > :after ORDER BY name LIMIT :limit",
);
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM dynamodb_tables WHERE partition = :partition",
);
const put = sql<{ name: string; record: string }>(
  `INSERT INTO dynamodb_tables (partition, name, record) VALUES (:partition, :name, :record)
   ON CONFLICT (partition, name) DO UPDATE SET record = excluded.record`,
);
const remove = sql<{ name: string }>("DELETE FROM dynamodb_tables WHERE partition = :partition AND name = :name");
