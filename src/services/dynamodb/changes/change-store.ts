import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { StoredItem } from "../items/stored-item.ts";

export const changeMigrations: readonly Migration[] = [
  {
    name: "changes",
    sql: `
      CREATE TABLE dynamodb_changes (
        partition BIGINT NOT NULL, sequence BIGINT NOT NULL, target TEXT NOT NULL, old_item BLOB,
        old_size BIGINT NOT NULL, new_item BLOB, new_size BIGINT NOT NULL, at_ms BIGINT NOT NULL, actor TEXT NOT NULL,
        PRIMARY KEY (partition, sequence)
      );
      CREATE TABLE dynamodb_followed (
        partition BIGINT NOT NULL, name TEXT NOT NULL, sequence BIGINT NOT NULL,
        PRIMARY KEY (partition, name)
      );`,
  },
];

/** One change of one item, as it was committed. */
export interface Change {
  /** Of its partition: 1, 2, 3, … in the order of the commits. */
  readonly sequence: number;
  /** The id of the one index that it is for, which is being filled; empty for what has really changed. */
  readonly target: string;
  readonly old: StoredItem | undefined;
  /** With neither, the index `target` has been filled from this partition. */
  readonly new: StoredItem | undefined;
  readonly atMs: number;
  /** Empty for a caller, else the service that did it by itself: `dynamodb.amazonaws.com` for what has lived its time. */
  readonly actor: string;
}

/** What has changed in one partition of items, in order: what global indexes follow, and what streams tell. */
export const changeStore = {
  async add(tx: WriteTransaction, change: Omit<Change, "sequence">): Promise<void> {
    await tx.run(add, {
      sequence: await tx.nextSequence(),
      target: change.target,
      oldItem: change.old?.bytes ?? null,
      oldSize: change.old?.size ?? 0,
      newItem: change.new?.bytes ?? null,
      newSize: change.new?.size ?? 0,
      atMs: change.atMs,
      actor: change.actor,
    });
  },

  /** Those after a sequence number, the index's own among them. */
  async page(tx: ReadTransaction, after: number, limit: number): Promise<Change[]> {
    return (await tx.all(page, { after, limit })).map(toChange);
  },

  /** Those before a sequence number that are later than a time, the last one first. */
  async pageBefore(
    tx: ReadTransaction,
    { below, sinceMs, limit }: { readonly below: number; readonly sinceMs: number; readonly limit: number },
  ): Promise<Change[]> {
    return (await tx.all(pageBefore, { below, sinceMs, limit })).map(toChange);
  },

  /** When the oldest ones were made, in order. */
  async times(tx: ReadTransaction, limit: number): Promise<readonly Pick<Change, "sequence" | "atMs">[]> {
    return (await tx.all(times, { limit })).map((row) => ({ sequence: row.sequence, atMs: row.at_ms }));
  },

  /** The sequence number up to which the global indexes have followed. */
  async followed(tx: ReadTransaction): Promise<number> {
    return (await tx.get(followed, { name: byIndexes }))?.sequence ?? 0;
  },

  async setFollowed(tx: WriteTransaction, sequence: number): Promise<void> {
    await tx.run(setFollowed, { name: byIndexes, sequence });
  },

  /**
   * From now on its changes are written down, and those before are of no interest. It stays so when the last index goes: nobody can tell who has still to write by an older
   * record of the table.
   */
  async beginToFollow(tx: WriteTransaction): Promise<void> {
    await tx.run(beginToFollow, { name: byIndexes, sequence: await tx.nextSequence() });
  },

  /** Indexes that have been there from the beginning follow it, also where none has yet. */
  async keepFollowing(tx: WriteTransaction): Promise<void> {
    await tx.run(beginToFollow, { name: byIndexes, sequence: 0 });
  },

  /** Whether an index has still to follow some of its changes. */
  async isBehind(tx: ReadTransaction): Promise<boolean> {
    const row = await tx.get(followed, { name: byIndexes });
    return row !== undefined && (await tx.get(anyAfter, { after: row.sequence })) !== undefined;
  },

  async removeUpTo(tx: WriteTransaction, sequence: number): Promise<void> {
    await tx.run(removeUpTo, { sequence });
  },
};

/** Who follows. A partition that has this row writes its changes down. Other rows of the table are a partition's stage (`partitions/partition-store.ts`). */
export const byIndexes = "indexes";

interface Row {
  sequence: number;
  target: string;
  old_item: Uint8Array | null;
  old_size: number;
  new_item: Uint8Array | null;
  new_size: number;
  at_ms: number;
  actor: string;
}

function toChange(row: Row): Change {
  return {
    sequence: row.sequence,
    target: row.target,
    old: row.old_item ? new StoredItem(row.old_item, row.old_size) : undefined,
    new: row.new_item ? new StoredItem(row.new_item, row.new_size) : undefined,
    atMs: row.at_ms,
    actor: row.actor,
  };
}

const add = sql<{
  sequence: number;
  target: string;
  oldItem: Uint8Array | null;
  oldSize: number;
  newItem: Uint8Array | null;
  newSize: number;
  atMs: number;
  actor: string;
}>(
  `INSERT INTO dynamodb_changes (partition, sequence, target, old_item, old_size, new_item, new_size, at_ms, actor)
   VALUES (:partition, :sequence, :target, :oldItem, :oldSize, :newItem, :newSize, :atMs, :actor)`,
);
const page = sql<{ after: number; limit: number }, Row>(
  `SELECT sequence, target, old_item, old_size, new_item, new_size, at_ms, actor FROM dynamodb_changes
   WHERE partition = :partition AND sequence > :after ORDER BY sequence LIMIT :limit`,
);
const pageBefore = sql<{ below: number; sinceMs: number; limit: number }, Row>(
  `SELECT sequence, target, old_item, old_size, new_item, new_size, at_ms, actor FROM dynamodb_changes
   WHERE partition = :partition AND sequence < :below AND at_ms > :sinceMs ORDER BY sequence DESC LIMIT :limit`,
);
const times = sql<{ limit: number }, { sequence: number; at_ms: number }>(
  "SELECT sequence, at_ms FROM dynamodb_changes WHERE partition = :partition ORDER BY sequence LIMIT :limit",
);
const followed = sql<{ name: string }, { sequence: number }>(
  "SELECT sequence FROM dynamodb_followed WHERE partition = :partition AND name = :name",
);
const setFollowed = sql<{ name: string; sequence: number }>(
  `INSERT INTO dynamodb_followed (partition, name, sequence) VALUES (:partition, :name, :sequence)
   ON CONFLICT (partition, name) DO UPDATE SET sequence = excluded.sequence`,
);
const anyAfter = sql<{ after: number }, { sequence: number }>(
  "SELECT sequence FROM dynamodb_changes WHERE partition = :partition AND sequence > :after LIMIT 1",
);
const beginToFollow = sql<{ name: string; sequence: number }>(
  `INSERT INTO dynamodb_followed (partition, name, sequence) VALUES (:partition, :name, :sequence)
   ON CONFLICT (partition, name) DO NOTHING`,
);
const removeUpTo = sql<{ sequence: number }>(
  "DELETE FROM dynamodb_changes WHERE partition = :partition AND sequence <= :sequence",
);
