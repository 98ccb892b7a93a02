import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { StoredItem } from "../items/stored-item.ts";

/** What a transaction will do with an item, once it is decided. */
export interface Locked {
  readonly key: Buffer;
  readonly action: "put" | "remove" | "check";
  /** What it puts. */
  readonly item: StoredItem | undefined;
}

/** The items of one partition that a transaction is about to change: their rows stand beside the items (`items/item-store.ts` has the table). */
export const lockStore = {
  async add(tx: WriteTransaction, lock: string, { key, action, item }: Locked): Promise<void> {
    await tx.run(add, { key, lock, action, item: item?.bytes ?? null, size: item?.size ?? 0 });
  },

  async of(tx: ReadTransaction, lock: string): Promise<Locked[]> {
    return (await tx.all(ofLock, { lock })).map((row) => ({
      key: Buffer.from(row.key.buffer, row.key.byteOffset, row.key.byteLength),
      action: row.action,
      item: row.item ? new StoredItem(row.item, row.size) : undefined,
    }));
  },

  /** Which transactions have any, each once. */
  async some(tx: ReadTransaction, limit: number): Promise<string[]> {
    return (await tx.all(someLocks, { limit })).map(({ lock }) => lock);
  },

  async remove(tx: WriteTransaction, lock: string): Promise<void> {
    await tx.run(remove, { lock });
  },
};

const add = sql<{ key: Uint8Array; lock: string; action: string; item: Uint8Array | null; size: number }>(
  `INSERT INTO dynamodb_locks (partition, key, lock, item, size, action)
   VALUES (:partition, :key, :lock, :item, :size, :action)`,
);
const ofLock = sql<
  { lock: string },
  { key: Uint8Array; action: Locked["action"]; item: Uint8Array | null; size: number }
>("SELECT key, action, item, size FROM dynamodb_locks WHERE partition = :partition AND lock = :lock");
const someLocks = sql<{ limit: number }, { lock: string }>(
  "SELECT DISTINCT lock FROM dynamodb_locks WHERE partition = :partition LIMIT :limit",
);
const remove = sql<{ lock: string }>("DELETE FROM dynamodb_locks WHERE partition = :partition AND lock = :lock");
