import type { Migration, ReadTransaction, WriteTransaction } from "../../storage/database.ts";
import { sql } from "../../storage/statement.ts";

const ofApi = "WHERE partition = :partition AND api_id = :apiId";

interface Row {
  record: string;
}

type Which = { apiId: string; kind: string; id: string };

/** What APIs are made of, kept in AWS's shape: REST APIs and HTTP APIs each have a table of their own. */
export function createPartStore<Parts>(
  table: string,
  idOfPart: <K extends keyof Parts & string>(kind: K, part: Parts[K]) => string,
) {
  const find = sql<Which, Row>(`SELECT record FROM ${table} ${ofApi} AND kind = :kind AND id = :id`);
  const put = sql<Which & { record: string }>(
    `INSERT INTO ${table} (partition, api_id, kind, id, record) VALUES (:partition, :apiId, :kind, :id, :record)
     ON CONFLICT (partition, api_id, kind, id) DO UPDATE SET record = excluded.record`,
  );
  const remove = sql<Which>(`DELETE FROM ${table} ${ofApi} AND kind = :kind AND id = :id`);
  const removeAll = sql<{ apiId: string }>(`DELETE FROM ${table} ${ofApi}`);
  const list = sql<{ apiId: string; kind: string; after: string; most: number }, Row>(
    `SELECT record FROM ${table} ${ofApi} AND kind = :kind AND id > :after ORDER BY id LIMIT :most`,
  );
  return {
    async find<K extends keyof Parts & string>(
      tx: ReadTransaction,
      apiId: string,
      kind: K,
      id: string,
    ): Promise<Parts[K] | undefined> {
      const row = await tx.get(find, { apiId, kind, id });
      return row && (JSON.parse(row.record) as Parts[K]);
    },

    async put<K extends keyof Parts & string>(
      tx: WriteTransaction,
      apiId: string,
      kind: K,
      part: Parts[K],
    ): Promise<void> {
      await tx.run(put, { apiId, kind, id: idOfPart(kind, part), record: JSON.stringify(part) });
    },

    async remove(tx: WriteTransaction, apiId: string, kind: keyof Parts & string, id: string): Promise<void> {
      await tx.run(remove, { apiId, kind, id });
    },

    /** All of an API, with what it was deployed as. */
    async removeAll(tx: WriteTransaction, apiId: string): Promise<void> {
      await tx.run(removeAll, { apiId });
    },

    /** Those behind `after`, in the order of their ids. There are few enough to be read at once. */
    async list<K extends keyof Parts & string>(
      tx: ReadTransaction,
      apiId: string,
      kind: K,
      after = "",
      most = 10_000,
    ): Promise<Parts[K][]> {
      const rows = await tx.all(list, { apiId, kind, after, most });
      return rows.map(({ record }) => JSON.parse(record) as Parts[K]);
    },
  };
}

export function partMigrations(table: string): readonly Migration[] {
  return [
    {
      name: "parts",
      sql: `
      CREATE TABLE ${table} (
        partition BIGINT NOT NULL,
        api_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (partition, api_id, kind, id)
      );`,
    },
  ];
}
