import type { WriteTransaction } from "../../../storage/database.ts";
import type { Table } from "../tables/table.ts";
import { attributeOf, type Item } from "../values/attribute-value.ts";

/** Of the timer of an item that has a time to live. */
export const expireTimer = "dynamodb.expire";

/** What is longer past is taken for a mistake. Source: "Using time to live (TTL) in DynamoDB". */
const mostPastMs = 5 * 365 * 24 * 60 * 60_000;
/** A timer is not set for later: JavaScript's dates end there. */
const mostMs = 8_640_000_000_000_000;

/** When an item is to go: its attribute says it as seconds since the epoch, as a number. */
export function expiryOf({ timeToLive }: Table, item: Readonly<Item>, nowMs: number): number | undefined {
  if (!timeToLive) return undefined;
  const seconds = attributeOf(item, timeToLive.attribute)?.N;
  if (seconds === undefined) return undefined;
  const dueMs = Math.floor(Number(seconds)) * 1000;
  return dueMs > nowMs - mostPastMs && dueMs <= mostMs ? dueMs : undefined;
}

export async function setExpiry(tx: WriteTransaction, { name }: Table, key: Buffer, dueMs: number): Promise<void> {
  await tx.setTimer({ kind: expireTimer, key: key.toString("base64"), dueMs, payload: name });
}

/** Keeps an item's timer in step with the item. */
export async function followExpiry(
  tx: WriteTransaction,
  table: Table,
  key: Buffer,
  {
    old,
    made,
    nowMs,
  }: { readonly old: Readonly<Item> | undefined; readonly made: Readonly<Item> | undefined; readonly nowMs: number },
): Promise<void> {
  const formerMs = old && expiryOf(table, old, nowMs);
  const dueMs = made && expiryOf(table, made, nowMs);
  if (dueMs === formerMs) return;
  if (dueMs !== undefined) await setExpiry(tx, table, key, dueMs);
  else await tx.cancelTimer(expireTimer, key.toString("base64"));
}
