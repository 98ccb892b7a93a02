import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";
import type { RestApiRecord } from "./api.ts";

export const apiMigrations: readonly Migration[] = [
  {
    name: "apis",
    sql: `
      CREATE TABLE apigateway_apis (
        partition BIGINT NOT NULL,
        api_id TEXT NOT NULL,
        record TEXT NOT NULL,
        PRIMARY KEY (partition, api_id)
      );
      CREATE TABLE apigateway_places (
        partition BIGINT NOT NULL,
        account TEXT NOT NULL,
        region TEXT NOT NULL,
        PRIMARY KEY (partition)
      );`,
  },
];

export const apiStore = {
  async find(tx: ReadTransaction, apiId: string): Promise<RestApiRecord | undefined> {
    const row = await tx.get(find, { apiId });
    return row && (JSON.parse(row.record) as RestApiRecord);
  },

  async put(tx: WriteTransaction, api: RestApiRecord): Promise<void> {
    await tx.run(put, { apiId: api.id, record: JSON.stringify(api) });
  },

  async remove(tx: WriteTransaction, apiId: string): Promise<void> {
    await tx.run(remove, { apiId });
  },

  /** Those behind `after`, in the order of their ids. */
  async list(tx: ReadTransaction, after: string, most: number): Promise<RestApiRecord[]> {
    return (await tx.all(list, { after, most })).map(({ record }) => JSON.parse(record) as RestApiRecord);
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },
};

/** In a partition for each API id. */
export const apiPlaceStore = {
  find(tx: ReadTransaction): Promise<Place | undefined> {
    return tx.get(findPlace, {});
  },

  async put(tx: WriteTransaction, { account, region }: Place): Promise<void> {
    await tx.run(putPlace, { account, region });
  },
};

interface Row {
  record: string;
}

type None = Record<never, never>;

const find = sql<{ apiId: string }, Row>(
  "SELECT record FROM apigateway_apis WHERE partition = :partition AND api_id = :apiId",
);
const put = sql<{ apiId: string; record: string }>(
  `INSERT INTO apigateway_apis (partition, api_id, record) VALUES (:partition, :apiId, :record)
   ON CONFLICT (partition, api_id) DO UPDATE SET record = excluded.record`,
);
const remove = sql<{ apiId: string }>("DELETE FROM apigateway_apis WHERE partition = :partition AND api_id = :apiId");
const list = sql<{ after: string; most: number }, Row>(
  `SELECT record FROM apigateway_apis WHERE partition = :partition AND api_id > :after ORDER BY api_id LIMIT :most`,
);
const count = sql<None, { count: number }>(
  "SELECT COUNT(*) AS count FROM apigateway_apis WHERE partition = :partition",
);
const findPlace = sql<None, { account: string; region: string }>(
  "SELECT account, region FROM apigateway_places WHERE partition = :partition",
);
const putPlace = sql<{ account: string; region: string }>(
  `INSERT INTO apigateway_places (partition, account, region) VALUES (:partition, :account, :region)
   ON CONFLICT (partition) DO UPDATE SET account = excluded.account, region = excluded.region`,
);
