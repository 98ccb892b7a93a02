import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";

/** What has an id that begins with its time, and belongs to a table: a backup, an export, an import. */
interface TableRecord extends Place {
  readonly id: string;
}

export interface RecordKind<T extends TableRecord> {
  /** The database's, with the columns `id`, `table_name`, `record`, and `token` where requests are known by one. */
  readonly rows: "dynamodb_backups" | "dynamodb_exports" | "dynamodb_imports";
  readonly tableOf: (record: T) => string;
  /** Undefined where they have none. */
  readonly tokenOf?: (record: T) => string;
  readonly isLatestFirst?: true;
}

export interface RecordList {
  /** Undefined for those of all tables. */
  readonly table: string | undefined;
  /** The id of the last one that has been told; undefined for the first page. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** Records of one kind, each a text, by their ids: so they are in the order of their times. */
export function createRecordStore<T extends TableRecord>({ rows, tableOf, tokenOf, isLatestFirst }: RecordKind<T>) {
  const toRecord = ({ account, region }: Place, record: string) => ({ ...(JSON.parse(record) as T), account, region });
  const inOrder = isLatestFirst ? "id < :after ORDER BY id DESC LIMIT :limit" : "id > :after ORDER BY id LIMIT :limit";
  // An id begins with a digit, which every collation has before letters.
  const beginning = isLatestFirst ? "a" : "";
  const select = `SELECT record FROM ${rows} WHERE partition = :partition`;
  const find = sql<{ id: string }, { record: string }>(`${select} AND id = :id`);
  const ofToken = sql<{ token: string }, { record: string }>(`${select} AND token = :token ORDER BY id DESC LIMIT 1`);
  const list = sql<{ after: string; limit: number }, { record: string }>(`${select} AND ${inOrder}`);
  const listOf = sql<{ table: string; after: string; limit: number }, { record: string }>(
    `${select} AND table_name = :table AND ${inOrder}`,
  );
  const put = sql<{ id: string; table: string; record: string }>(
    `INSERT INTO ${rows} (partition, id, table_name, record) VALUES (:partition, :id, :table, :record)
     ON CONFLICT (partition, id) DO UPDATE SET record = excluded.record`,
  );
  const putWithToken = sql<{ id: string; table: string; token: string; record: string }>(
    `INSERT INTO ${rows} (partition, id, table_name, token, record) VALUES (:partition, :id, :table, :token, :record)
     ON CONFLICT (partition, id) DO UPDATE SET record = excluded.record`,
  );
  const remove = sql<{ id: string }>(`DELETE FROM ${rows} WHERE partition = :partition AND id = :id`);
  return {
    async find(tx: ReadTransaction, at: Place, id: string): Promise<T | undefined> {
      const row = await tx.get(find, { id });
      return row && toRecord(at, row.record);
    },

    /** The last one that was asked for by the token. */
    async ofToken(tx: ReadTransaction, at: Place, token: string): Promise<T | undefined> {
      const row = await tx.get(ofToken, { token });
      return row && toRecord(at, row.record);
    },

    async list(tx: ReadTransaction, at: Place, { table, after = beginning, limit }: RecordList): Promise<T[]> {
      const found = table === undefined ? tx.all(list, { after, limit }) : tx.all(listOf, { table, after, limit });
      return (await found).map(({ record }) => toRecord(at, record));
    },

    async put(tx: WriteTransaction, stored: T): Promise<void> {
      const { account: _account, region: _region, ...record } = stored;
      const row = { id: stored.id, table: tableOf(stored), record: JSON.stringify(record) };
      if (tokenOf) await tx.run(putWithToken, { ...row, token: tokenOf(stored) });
      else await tx.run(put, row);
    },

    async remove(tx: WriteTransaction, id: string): Promise<void> {
      await tx.run(remove, { id });
    },
  };
}
