import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { byIndexes } from "../changes/change-store.ts";
import { type Stage, stages } from "../partitions/partition-store.ts";
import { StoredItem } from "./stored-item.ts";

export const itemMigrations: readonly Migration[] = [
  {
    name: "items",
    sql: `
      CREATE TABLE dynamodb_items (
        partition BIGINT NOT NULL, key BLOB NOT NULL, item BLOB NOT NULL, size BIGINT NOT NULL,
        PRIMARY KEY (partition, key)
      );
      CREATE TABLE dynamodb_locks (
        partition BIGINT NOT NULL, key BLOB NOT NULL, lock TEXT NOT NULL, item BLOB, size BIGINT NOT NULL,
        action TEXT NOT NULL,
        PRIMARY KEY (partition, key)
      );
      CREATE INDEX dynamodb_locks_by_lock ON dynamodb_locks (partition, lock);
      CREATE TABLE dynamodb_totals (
        partition BIGINT NOT NULL, name TEXT NOT NULL, items BIGINT NOT NULL, bytes BIGINT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE dynamodb_local_rows (
        partition BIGINT NOT NULL, index_position BIGINT NOT NULL, key BLOB NOT NULL, item_key BLOB NOT NULL,
        PRIMARY KEY (partition, index_position, key)
      );`,
  },
];

/** What a write finds: the item, and the transaction that is about to change it. */
export interface Found {
  readonly old: StoredItem | undefined;
  readonly lock: string | undefined;
  /** Global indexes follow the partition, also where whoever writes has read the table's record before it had one. */
  readonly isFollowed: boolean;
  /** Undefined of a partition that is not about to be divided, or filled. */
  readonly stage: Stage | undefined;
}

export interface StoredRow {
  readonly key: Buffer;
  readonly stored: StoredItem;
}

/** Keys from one to another, which is left out. */
export interface KeyRange {
  readonly from: Buffer;
  readonly to: Buffer;
}

/** The items of one partition, in the order of their keys. */
export const itemStore = {
  async get(tx: ReadTransaction, key: Buffer): Promise<StoredItem | undefined> {
    const row = await tx.get(get, { key });
    return row && toStored(row);
  },

  async find(tx: ReadTransaction, key: Buffer): Promise<Found> {
    let old: StoredItem | undefined;
    let lock: string | undefined;
    let isFollowed = false;
    let stage: Stage | undefined;
    for (const row of await tx.all(find, { key })) {
      if (row.mark === byIndexes) isFollowed = true;
      else if (row.mark !== null) stage = stages.has(row.mark) ? (row.mark as Stage) : stage;
      else if (row.lock !== null) lock = row.lock;
      else if (row.item !== null) old = toStored(row as ItemRow);
    }
    return { old, lock, isFollowed, stage };
  },

  async page(
    tx: ReadTransaction,
    { from, to }: KeyRange,
    { limit, isBackward }: { readonly limit: number; readonly isBackward: boolean },
  ): Promise<StoredRow[]> {
    const rows = await tx.all(isBackward ? pageBackward : page, { from, to, limit });
    return rows.map(toRow);
  },

  /** Rows of a local index, each with its item. `key` is the index's. */
  async localPage(
    tx: ReadTransaction,
    position: number,
    { from, to }: KeyRange,
    { limit, isBackward }: { readonly limit: number; readonly isBackward: boolean },
  ): Promise<StoredRow[]> {
    const rows = await tx.all(isBackward ? localPageBackward : localPage, { position, from, to, limit });
    return rows.map(toRow);
  },

  async put(tx: WriteTransaction, key: Buffer, { bytes, size }: StoredItem): Promise<void> {
    await tx.run(put, { key, item: bytes, size });
  },

  async remove(tx: WriteTransaction, key: Buffer): Promise<void> {
    await tx.run(remove, { key });
  },

  async putLocal(tx: WriteTransaction, position: number, key: Buffer, itemKey: Buffer): Promise<void> {
    await tx.run(putLocal, { position, key, itemKey });
  },

  async removeLocal(tx: WriteTransaction, position: number, key: Buffer): Promise<void> {
    await tx.run(removeLocal, { position, key });
  },

  /** Removes some rows of each kind: true when none are left. */
  async clear(tx: WriteTransaction, limit: number): Promise<boolean> {
    await tx.run(clearItems, { limit });
    await tx.run(clearLocal, { limit });
    return (await tx.get(anyRow, {})) === undefined;
  },

  /** Of the items, or of a local index by its name. */
  async addToTotals(tx: WriteTransaction, name: string, by: { items: number; bytes: number }): Promise<void> {
    if (by.items !== 0 || by.bytes !== 0) await tx.run(addToTotals, { name, ...by });
  },

  async totals(tx: ReadTransaction): Promise<ReadonlyMap<string, Totals>> {
    return new Map((await tx.all(totals, {})).map(({ name, items, bytes }) => [name, { items, bytes }]));
  },
};

export interface Totals {
  readonly items: number;
  readonly bytes: number;
}

/** The name of the totals of the items themselves. */
export const ofItems = "";

export interface ItemRow {
  item: Uint8Array;
  size: number;
}

function toStored({ item, size }: ItemRow): StoredItem {
  return new StoredItem(item, size);
}

/** A row of items, or of an index's. */
export function toRow(row: ItemRow & { readonly key: Uint8Array }): StoredRow {
  const { buffer, byteOffset, byteLength } = row.key;
  return { key: Buffer.from(buffer, byteOffset, byteLength), stored: toStored(row) };
}

const get = sql<{ key: Uint8Array }, ItemRow>(
  "SELECT item, size FROM dynamodb_items WHERE partition = :partition AND key = :key",
);
const find = sql<
  { key: Uint8Array },
  { item: Uint8Array | null; size: number; lock: string | null; mark: string | null }
>(
  `SELECT item, size, NULL AS lock, NULL AS mark FROM dynamodb_items WHERE partition = :partition AND key = :key
   UNION ALL
   SELECT NULL AS item, 0 AS size, lock, NULL AS mark FROM dynamodb_locks WHERE partition = :partition AND key = :key
   UNION ALL
   SELECT NULL AS item, 0 AS size, NULL AS lock, name AS mark FROM dynamodb_followed WHERE partition = :partition`,
);
const inRange = "partition = :partition AND key >= :from AND key < :to";
type PageParameters = { from: Uint8Array; to: Uint8Array; limit: number };
const page = sql<PageParameters, ItemRow & { key: Uint8Array }>(
  `SELECT key, item, size FROM dynamodb_items WHERE ${inRange} ORDER BY key LIMIT :limit`,
);
const pageBackward = sql<PageParameters, ItemRow & { key: Uint8Array }>(
  `SELECT key, item, size FROM dynamodb_items WHERE ${inRange} ORDER BY key DESC LIMIT :limit`,
);
const localRows = `SELECT l.key, i.item, i.size FROM dynamodb_local_rows l
   JOIN dynamodb_items i ON i.partition = l.partition AND i.key = l.item_key
   WHERE l.partition = :partition AND l.index_position = :position AND l.key >= :from AND l.key < :to`;
const localPage = sql<PageParameters & { position: number }, ItemRow & { key: Uint8Array }>(
  `${localRows} ORDER BY l.key LIMIT :limit`,
);
const localPageBackward = sql<PageParameters & { position: number }, ItemRow & { key: Uint8Array }>(
  `${localRows} ORDER BY l.key DESC LIMIT :limit`,
);
const put = sql<{ key: Uint8Array; item: Uint8Array; size: number }>(
  `INSERT INTO dynamodb_items (partition, key, item, size) VALUES (:partition, :key, :item, :size)
   ON CONFLICT (partition, key) DO UPDATE SET item = excluded.item, size = excluded.size`,
);
const remove = sql<{ key: Uint8Array }>("DELETE FROM dynamodb_items WHERE partition = :partition AND key = :key");
const putLocal = sql<{ position: number; key: Uint8Array; itemKey: Uint8Array }>(
  `INSERT INTO dynamodb_local_rows (partition, index_position, key, item_key)
   VALUES (:partition, :position, :key, :itemKey)
   ON CONFLICT (partition, index_position, key) DO UPDATE SET item_key = excluded.item_key`,
);
const removeLocal = sql<{ position: number; key: Uint8Array }>(
  "DELETE FROM dynamodb_local_rows WHERE partition = :partition AND index_position = :position AND key = :key",
);
const clearItems = sql<{ limit: number }>(
  `DELETE FROM dynamodb_items WHERE partition = :partition AND key IN
     (SELECT key FROM dynamodb_items WHERE partition = :partition ORDER BY key LIMIT :limit)`,
);
const clearLocal = sql<{ limit: number }>(
  `DELETE FROM dynamodb_local_rows WHERE partition = :partition AND (index_position, key) IN
     (SELECT index_position, key FROM dynamodb_local_rows WHERE partition = :partition
      ORDER BY index_position, key LIMIT :limit)`,
);
const anyRow = sql<Record<never, never>, { one: number }>(
  `SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM dynamodb_items WHERE partition = :partition)
     OR EXISTS (SELECT 1 FROM dynamodb_local_rows WHERE partition = :partition)`,
);
const addToTotals = sql<{ name: string; items: number; bytes: number }>(
  `INSERT INTO dynamodb_totals (partition, name, items, bytes) VALUES (:partition, :name, :items, :bytes)
   ON CONFLICT (partition, name) DO UPDATE SET items = dynamodb_totals.items + excluded.items,
     bytes = dynamodb_totals.bytes + excluded.bytes`,
);
const totals = sql<Record<never, never>, { name: string; items: number; bytes: number }>(
  "SELECT name, items, bytes FROM dynamodb_totals WHERE partition = :partition",
);
