import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { type ItemRow, type KeyRange, type StoredRow, toRow } from "../items/item-store.ts";
import type { StoredItem } from "../items/stored-item.ts";

export const indexMigrations: readonly Migration[] = [
  {
    name: "indexes",
    sql: `
      CREATE TABLE dynamodb_index_rows (
        partition BIGINT NOT NULL, key BLOB NOT NULL, item BLOB NOT NULL, size BIGINT NOT NULL,
        PRIMARY KEY (partition, key)
      );
      CREATE TABLE dynamodb_index_sources (
        partition BIGINT NOT NULL, source BIGINT NOT NULL, sequence BIGINT NOT NULL,
        PRIMARY KEY (partition, source)
      );`,
  },
];

/** The rows of one partition of a global index, in the order of their keys. */
export const indexStore = {
  async page(
    tx: ReadTransaction,
    { from, to }: KeyRange,
    { limit, isBackward }: { readonly limit: number; readonly isBackward: boolean },
  ): Promise<StoredRow[]> {
    return (await tx.all(isBackward ? pageBackward : page, { from, to, limit })).map(toRow);
  },

  async sizeOf(tx: ReadTransaction, key: Buffer): Promise<number | undefined> {
    return (await tx.get(size, { key }))?.size;
  },

  async put(tx: WriteTransaction, key: Buffer, { bytes, size }: StoredItem): Promise<void> {
    await tx.run(put, { key, item: bytes, size });
  },

  async remove(tx: WriteTransaction, key: Buffer): Promise<void> {
    await tx.run(remove, { key });
  },

  /** Up to which sequence number of one of the table's partitions it has followed. */
  async sequenceOf(tx: ReadTransaction, source: number): Promise<number> {
    return (await tx.get(sequence, { source }))?.sequence ?? 0;
  },

  async setSequence(tx: WriteTransaction, source: number, sequence: number): Promise<void> {
    await tx.run(setSequence, { source, sequence });
  },
};

const inRange = "partition = :partition AND key >= :from AND key < :to";
type PageParameters = { from: Uint8Array; to: Uint8Array; limit: number };
const page = sql<PageParameters, ItemRow & { key: Uint8Array }>(
  `SELECT key, item, size FROM dynamodb_index_rows WHERE ${inRange} ORDER BY key LIMIT :limit`,
);
const pageBackward = sql<PageParameters, ItemRow & { key: Uint8Array }>(
  `SELECT key, item, size FROM dynamodb_index_rows WHERE ${inRange} ORDER BY key DESC LIMIT :limit`,
);
const size = sql<{ key: Uint8Array }, { size: number }>(
  "SELECT size FROM dynamodb_index_rows WHERE partition = :partition AND key = :key",
);
const put = sql<{ key: Uint8Array; item: Uint8Array; size: number }>(
  `INSERT INTO dynamodb_index_rows (partition, key, item, size) VALUES (:partition, :key, :item, :size)
   ON CONFLICT (partition, key) DO UPDATE SET item = excluded.item, size = excluded.size`,
);
const remove = sql<{ key: Uint8Array }>("DELETE FROM dynamodb_index_rows WHERE partition = :partition AND key = :key");
const sequence = sql<{ source: number }, { sequence: number }>(
  "SELECT sequence FROM dynamodb_index_sources WHERE partition = :partition AND source = :source",
);
const setSequence = sql<{ source: number; sequence: number }>(
  `INSERT INTO dynamodb_index_sources (partition, source, sequence) VALUES (:partition, :source, :sequence)
   ON CONFLICT (partition, source) DO UPDATE SET sequence = excluded.sequence`,
);
