import type { WriteTransaction } from "../../../storage/database.ts";
import { changeStore } from "../changes/change-store.ts";
import { projectedSize } from "../indexes/projected.ts";
import { partitionStore } from "../partitions/partition-store.ts";
import type { KnownIndex, KnownTable } from "../tables/known-table.ts";
import { followExpiry } from "../ttl/expiry.ts";
import { equalValues } from "../values/compare-values.ts";
import { type Found, itemStore, ofItems } from "./item-store.ts";
import { toIndexRowKey } from "./row-key.ts";
import type { StoredItem } from "./stored-item.ts";

/** The timer by which the global indexes follow a partition's changes; its payload is the table's name. */
export const followTimer = "dynamodb.follow";

export interface ItemChange {
  readonly old: StoredItem | undefined;
  /** Undefined where it is removed. */
  readonly new: StoredItem | undefined;
}

/**
 * Puts or removes one item, with everything that goes along in the same commit: the counts, the rows of local indexes, and what global indexes and streams are to
 * learn. Every change of every item passes here.
 */
export async function storeItem(
  tx: WriteTransaction,
  table: KnownTable,
  key: Buffer,
  change: ItemChange,
  { nowMs, found: { isFollowed, stage }, actor = "" }: Storing,
): Promise<void> {
  const { old, new: made } = change;
  if (!old && !made) return;
  await storeRow(tx, table, key, change, nowMs);
  if (stage !== undefined) await partitionStore.note(tx, key);
  // What leaves an item as it was is no change to anybody.
  if (!(table.keepsChanges || isFollowed) || (old && made && equalValues({ M: old.item }, { M: made.item }))) return;
  await changeStore.add(tx, { target: "", old, new: made, atMs: nowMs, actor });
  if (table.global.length > 0 || isFollowed)
    await tx.setTimer({ kind: followTimer, key: "", dueMs: nowMs, payload: table.name });
}

export interface Storing {
  readonly nowMs: number;
  /** What was found where it stands. */
  readonly found: Pick<Found, "isFollowed" | "stage">;
  readonly actor?: string;
}

/** Without telling anybody: the counts, the time to live and the rows of local indexes only. */
export async function storeRow(
  tx: WriteTransaction,
  table: KnownTable,
  key: Buffer,
  change: ItemChange,
  nowMs: number,
): Promise<void> {
  const { old, new: made } = change;
  if (made) await itemStore.put(tx, key, made);
  else if (old) await itemStore.remove(tx, key);
  else return;
  await itemStore.addToTotals(tx, ofItems, totalsOf(old?.size, made?.size));
  if (table.timeToLive) await followExpiry(tx, table, key, { old: old?.item, made: made?.item, nowMs });
  for (const index of table.local) await storeLocal(tx, table, index, key, change);
}

async function storeLocal(
  tx: WriteTransaction,
  table: KnownTable,
  index: KnownIndex,
  key: Buffer,
  { old, new: made }: ItemChange,
): Promise<void> {
  const oldKey = old && toIndexRowKey(table, index, old.item);
  const newKey = made && toIndexRowKey(table, index, made.item);
  await itemStore.addToTotals(
    tx,
    index.name,
    totalsOf(oldKey && projectedSize(index, old), newKey && projectedSize(index, made)),
  );
  if (oldKey && newKey && oldKey.bytes.equals(newKey.bytes)) return;
  if (oldKey) await itemStore.removeLocal(tx, index.position, oldKey.bytes);
  if (newKey) await itemStore.putLocal(tx, index.position, newKey.bytes, key);
}

export function totalsOf(oldSize: number | undefined, newSize: number | undefined): { items: number; bytes: number } {
  return {
    items: (newSize === undefined ? 0 : 1) - (oldSize === undefined ? 0 : 1),
    bytes: (newSize ?? 0) - (oldSize ?? 0),
  };
}
