import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { Table } from "./table.ts";

export const deletedTableMigrations: readonly Migration[] = [
  {
    name: "deleted-tables",
    sql: `
      CREATE TABLE dynamodb_deleted_tables (
        partition BIGINT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, name, id)
      );`,
  },
];

/** Tables that are gone, of which streams can still be read. */
export const deletedTableStore = {
  /** Those that had the name, the last one first. */
  async named(tx: ReadTransaction, { account, region }: Place, name: string): Promise<Table[]> {
    const rows = await tx.all(named, { name });
    const tables = rows.map(({ record }): Table => ({ ...JSON.parse(record), account, region }));
    return tables.sort((a, b) => b.createdMs - a.createdMs);
  },

  /** The names of these and of tables that are there, each once, in their order. */
  async allNames(tx: ReadTransaction, { after, limit }: { after: string; limit: number }): Promise<string[]> {
    return (await tx.all(allNames, { after, limit })).map(({ name }) => name);
  },

  async put(tx: WriteTransaction, { account: _account, region: _region, ...record }: Table): Promise<void> {
    await tx.run(put, { name: record.name, id: record.id, record: JSON.stringify(record) });
  },

  async remove(tx: WriteTransaction, name: string, id: string): Promise<void> {
    await tx.run(remove, { name, id });
  },
};

const named = sql<{ name: string }, { record: string }>(
  "SELECT record FROM dynamodb_deleted_tables WHERE partition = :partition AND name = :name",
);
const allNames = sql<{ after: string; limit: number }, { name: string }>(
  `SELECT name FROM dynamodb_tables WHERE partition = :partition AND name > :after
   UNION SELECT name FROM dynamodb_deleted_tables WHERE partition = :partition AND name > :after
   ORDER BY name LIMIT :limit`,
);
const put = sql<{ name: string; id: string; record: string }>(
  `INSERT INTO dynamodb_deleted_tables (partition, name, id, record) VALUES (:partition, :name, :id, :record)
   ON CONFLICT (partition, name, id) DO UPDATE SET record = excluded.record`,
);
const remove = sql<{ name: string; id: string }>(
  "DELETE FROM dynamodb_deleted_tables WHERE partition = :partition AND name = :name AND id = :id",
);
