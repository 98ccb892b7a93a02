import type { Migration, ReadTransaction, WriteTransaction } from "../../storage/database.ts";
import { sql } from "../../storage/statement.ts";
import type { Place } from "../service-host.ts";

interface Row {
  record: string;
}

type None = Record<never, never>;

/** APIs, kept in AWS's shape: REST APIs and HTTP APIs each have a table of their own. */
export function createApiStore<Api>(table: string, idOfApi: (api: Api) => string) {
  const find = sql<{ apiId: string }, Row>(
    `SELECT record FROM ${table} WHERE partition = :partition AND api_id = :apiId`,
  );
  const put = sql<{ apiId: string; record: string }>(
    `INSERT INTO ${table} (partition, api_id, record) VALUES (:partition, :apiId, :record)
   ON CONFLICT (partition, api_id) DO UPDATE SET record = excluded.record`,
  );
  const remove = sql<{ apiId: string }>(`DELETE FROM ${table} WHERE partition = :partition AND api_id = :apiId`);
  const list = sql<{ after: string; most: number }, Row>(
    `SELECT record FROM ${table} WHERE partition = :partition AND api_id > :after ORDER BY api_id LIMIT :most`,
  );
  const count = sql<None, { count: number }>(`SELECT COUNT(*) AS count FROM ${table} WHERE partition = :partition`);
  return {
    async find(tx: ReadTransaction, apiId: string): Promise<Api | undefined> {
      const row = await tx.get(find, { apiId });
      return row && (JSON.parse(row.record) as Api);
    },

    async put(tx: WriteTransaction, api: Api): Promise<void> {
      await tx.run(put, { apiId: idOfApi(api), record: JSON.stringify(api) });
    },

    async remove(tx: WriteTransaction, apiId: string): Promise<void> {
      await tx.run(remove, { apiId });
    },

    /** Those behind `after`, in the order of their ids. */
    async list(tx: ReadTransaction, after: string, most: number): Promise<Api[]> {
      return (await tx.all(list, { after, most })).map(({ record }) => JSON.parse(record) as Api);
    },

    async count(tx: ReadTransaction): Promise<number> {
      return (await tx.get(count, {}))?.count ?? 0;
    },
  };
}

/** Whose an API is, in a partition for each API id: requests tell no more. */
export function createApiPlaceStore(table: string) {
  const findPlace = sql<None, { account: string; region: string }>(
    `SELECT account, region FROM ${table} WHERE partition = :partition`,
  );
  const putPlace = sql<{ account: string; region: string }>(
    `INSERT INTO ${table} (partition, account, region) VALUES (:partition, :account, :region)
   ON CONFLICT (partition) DO UPDATE SET account = excluded.account, region = excluded.region`,
  );
  return {
    find(tx: ReadTransaction): Promise<Place | undefined> {
      return tx.get(findPlace, {});
    },

    async put(tx: WriteTransaction, { account, region }: Place): Promise<void> {
      await tx.run(putPlace, { account, region });
    },
  };
}

export function apiMigrations(apis: string, places: string): readonly Migration[] {
  return [
    {
      name: "apis",
      sql: `
      CREATE TABLE ${apis} (
        partition BIGINT NOT NULL,
        api_id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (partition, api_id)
      );
      CREATE TABLE ${places} (
        partition BIGINT NOT NULL,
        account TEXT NOT NULL,
        region TEXT NOT NULL,
        PRIMARY KEY (partition)
      );`,
    },
  ];
}
