import type { WriteTransaction } from "../../../storage/database.ts";
import { changeStore } from "../changes/change-store.ts";
import { itemStore, ofItems } from "../items/item-store.ts";
import { firstKey, keyAfter, lastKey } from "../items/row-key.ts";
import type { StoredItem } from "../items/stored-item.ts";
import type { KnownTable } from "../tables/known-table.ts";
import type { Division } from "../tables/table.ts";
import { lockStore } from "../transactions/lock-store.ts";
import { type Progress, partitionStore } from "./partition-store.ts";

/** Rows that are handed out at a time, and bytes at which it is enough. */
const mostRows = 100;
const mostBytes = 1024 * 1024;
/** When so few are left that have changed since they were copied, writers wait for them. */
const fewRows = 20;

/** Rows of a partition that is divided, as they are now. */
export interface Batch extends ConfirmedBatch {
  readonly rows: readonly BatchRow[];
  /** Where the second child begins; undefined while all goes to the first. */
  readonly boundary: Buffer | undefined;
}

export interface BatchRow {
  readonly key: Buffer;
  /** Undefined where it has gone. */
  readonly stored: StoredItem | undefined;
}

/** What comes next of a division: rows to copy, or that transactions hold it up, or its end. */
export type HandedOut =
  | Batch
  | { readonly isLocked: true; readonly locks: readonly string[]; readonly sinceMs: number }
  | { readonly end: "closed" | "whole" };

/**
 * In one write of the partition that is divided: confirms the batch that was copied last, and hands out the next. First come all rows in order; then those that were
 * written meanwhile, again and again, until there are few. Then it is frozen for the moment that the last ones take, and closed. A batch that is not confirmed, since its
 * server died, is handed out again under a new number; the children take no former number after a later one.
 */
export async function handOut(
  tx: WriteTransaction,
  table: KnownTable,
  division: Division,
  { confirmed, nowMs }: { readonly confirmed: ConfirmedBatch | undefined; readonly nowMs: number },
): Promise<HandedOut> {
  let progress = await partitionStore.progress(tx);
  if (progress?.child !== division.children[0]) progress = await begin(tx, table, division);
  if (progress.stage === "closed" || progress.stage === "whole") return { end: progress.stage };
  if (confirmed?.number === progress.batch) {
    await partitionStore.confirm(tx, confirmed.number);
    if (progress.after !== undefined && confirmed.isPaged)
      progress = { ...progress, after: confirmed.after, bytes: progress.bytes + (confirmed.bytes ?? 0) };
  }
  const number = progress.batch + 1;
  if (progress.after !== undefined) {
    const page = await nextPage(tx, progress.after);
    const boundary = progress.boundary ?? boundaryIn(page.rows, progress, table);
    await partitionStore.setProgress(tx, { ...progress, batch: number, boundary });
    return { ...page, number, boundary: toBytes(boundary) };
  }
  if (progress.boundary === undefined) {
    await partitionStore.setStage(tx, undefined);
    await partitionStore.forgetNoted(tx);
    await partitionStore.setProgress(tx, { ...progress, stage: "whole", wholeBytes: progress.halfBytes * 2 });
    return { end: "whole" };
  }
  const keys = await partitionStore.handOut(tx, number, mostRows);
  if (keys.length <= fewRows && progress.stage === "copying") {
    progress = { ...progress, stage: "frozen", frozenMs: nowMs };
    await partitionStore.setStage(tx, "frozen");
  }
  if (keys.length > 0) {
    await partitionStore.setProgress(tx, { ...progress, batch: number });
    const rows: BatchRow[] = [];
    for (const key of keys) rows.push({ key, stored: await itemStore.get(tx, key) });
    return { number, rows, boundary: toBytes(progress.boundary) };
  }
  const locks = await lockStore.some(tx, mostLocks);
  if (locks.length > 0) {
    await partitionStore.setProgress(tx, progress);
    return { isLocked: true, locks, sinceMs: progress.frozenMs ?? nowMs };
  }
  await partitionStore.setStage(tx, "closed");
  await partitionStore.setProgress(tx, { ...progress, stage: "closed" });
  return { end: "closed" };
}

function toBytes(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : Buffer.from(text, "base64");
}

const mostLocks = 100;

/** A batch that the children have. */
export interface ConfirmedBatch {
  readonly number: number;
  /** It was one of all rows, not of those that were written meanwhile. */
  readonly isPaged?: true;
  /** Up to which key, base64; undefined where there are no more. */
  readonly after?: string | undefined;
  readonly bytes?: number;
}

/** Transactions take too long: whoever waits to write goes on, and it is frozen another time. */
export async function thaw(tx: WriteTransaction): Promise<void> {
  const progress = await partitionStore.progress(tx);
  if (progress?.stage !== "frozen") return;
  await partitionStore.setStage(tx, "copying");
  await partitionStore.setProgress(tx, { ...progress, stage: "copying" });
}

async function begin(
  tx: WriteTransaction,
  table: KnownTable,
  { boundary, children: [child] }: Division,
): Promise<Progress> {
  await partitionStore.setStage(tx, "copying");
  if (table.global.length > 0) await changeStore.keepFollowing(tx);
  const bytes = (await itemStore.totals(tx)).get(ofItems)?.bytes ?? 0;
  return { child, stage: "copying", batch: 0, after: "", bytes: 0, halfBytes: bytes / 2, boundary };
}

interface Page extends Omit<Batch, "number" | "boundary"> {
  readonly rows: readonly BatchRow[];
}

async function nextPage(tx: WriteTransaction, after: string): Promise<Page> {
  const from = after === "" ? firstKey : keyAfter(Buffer.from(after, "base64"));
  const found = await itemStore.page(tx, { from, to: lastKey }, { limit: mostRows, isBackward: false });
  const rows: BatchRow[] = [];
  let bytes = 0;
  for (const row of found) {
    rows.push(row);
    bytes += row.stored.size;
    if (bytes >= mostBytes) break;
  }
  const isLast = rows.length === found.length && found.length < mostRows;
  return { rows, bytes, isPaged: true, after: isLast ? undefined : rows.at(-1)?.key.toString("base64") };
}

/** Half of the bytes are before it. The rows of one hash key stay together where local indexes are read along them. */
function boundaryIn(
  rows: readonly BatchRow[],
  { after, bytes, halfBytes }: Progress,
  table: KnownTable,
): string | undefined {
  let before: Buffer | undefined = after ? Buffer.from(after, "base64") : undefined;
  let sum = bytes;
  for (const { key, stored } of rows) {
    const isStart =
      table.local.length === 0 || (before && !before.subarray(0, hashBytes).equals(key.subarray(0, hashBytes)));
    if (before && sum >= halfBytes && isStart)
      return (table.local.length === 0 ? key : key.subarray(0, hashBytes)).toString("base64");
    before = key;
    sum += stored?.size ?? 0;
  }
  return undefined;
}

const hashBytes = 8;
