import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Shadow, ShadowName } from "./shadow.ts";

export const shadowMigrations: readonly Migration[] = [
  {
    name: "shadows-001",
    sql: `
      CREATE TABLE iot_shadows (
        partition BIGINT NOT NULL, thing TEXT NOT NULL, shadow TEXT NOT NULL, is_deleted BIGINT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, thing, shadow)
      );
    `,
  },
];

type Name = Pick<ShadowName, "thing" | "shadow">;

export const shadowStore = {
  /** Also one that is deleted, as long as its version is remembered. */
  async find(tx: ReadTransaction, { thing, shadow }: Name): Promise<Shadow | undefined> {
    const row = await tx.get(find, { thing, shadow });
    return row && JSON.parse(row.record);
  },

  /** Names of those that are not deleted and have one, after one of them. */
  async listNames(tx: ReadTransaction, thing: string, after: string, limit: number): Promise<string[]> {
    return (await tx.all(listNames, { thing, after, limit })).map(({ shadow }) => shadow);
  },

  async countNames(tx: ReadTransaction, thing: string): Promise<number> {
    return (await tx.get(countNames, { thing }))?.count ?? 0;
  },

  async put(tx: WriteTransaction, { thing, shadow }: Name, record: Shadow): Promise<void> {
    const isDeleted = record.isDeleted ? 1 : 0;
    await tx.run(put, { thing, shadow, isDeleted, record: JSON.stringify(record) });
  },

  async remove(tx: WriteTransaction, { thing, shadow }: Name): Promise<void> {
    await tx.run(remove, { thing, shadow });
  },
};

const find = sql<Name & Record<string, string>, { record: string }>(
  "SELECT record FROM iot_shadows WHERE partition = :partition AND thing = :thing AND shadow = :shadow",
);
const listNames = sql<{ thing: string; after: string; limit: number }, { shadow: string }>(
  `SELECT shadow FROM iot_shadows WHERE partition = :partition AND thing = :thing AND shadow > :after AND is_deleted = 0
   ORDER BY shadow LIMIT :limit`,
);
const countNames = sql<{ thing: string }, { count: number }>(
  `SELECT COUNT(*) AS count FROM iot_shadows WHERE partition = :partition AND thing = :thing AND shadow <> '' AND is_deleted = 0`,
);
const put = sql<{ thing: string; shadow: string; isDeleted: number; record: string }>(
  `INSERT INTO iot_shadows (partition, thing, shadow, is_deleted, record) VALUES (:partition, :thing, :shadow, :isDeleted, :record)
   ON CONFLICT (partition, thing, shadow) DO UPDATE SET is_deleted = excluded.is_deleted, record = excluded.record`,
);
const remove = sql<{ thing: string; shadow: string }>(
  "DELETE FROM iot_shadows WHERE partition = :partition AND thing = :thing AND shadow = :shadow",
);
