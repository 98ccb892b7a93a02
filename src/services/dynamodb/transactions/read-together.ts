import { transactionCanceled, transactionConflictReason } from "../errors.ts";
import { type Found, itemStore } from "../items/item-store.ts";
import type { PlannedGet } from "../items/plan-get.ts";
import type { StoredItem } from "../items/stored-item.ts";
import type { DynamoDbContext } from "../operation.ts";
import { afterMove, movedRow } from "../partitions/moved.ts";
import { itemsKey } from "../tables/table.ts";
import { none } from "./cancellation.ts";
import { resolveLock } from "./finish.ts";

/** Looks that are taken before it is said that others are at work on the items. */
const mostLooks = 4;

/**
 * Items as they were at one moment. Those of one partition are read in one snapshot; those of several are read twice: what is the same both times, and not locked,
 * was so in between.
 */
export async function readTogether(
  context: DynamoDbContext,
  planned: readonly PlannedGet[],
): Promise<readonly (StoredItem | undefined)[]> {
  let reads = planned;
  let found = await look(context, reads);
  for (let looks = 1; ; looks++) {
    const isOnePartition = new Set(reads.map(({ table, row }) => `${table.id}/${row.partition}`)).size === 1;
    const again = isOnePartition ? found : await look(context, reads);
    const closed = again.findIndex(({ stage }) => stage === "closed");
    if (closed >= 0) {
      const { table, row } = reads[closed]!;
      const now = await afterMove(context, table, row.partition);
      reads = reads.map((read) =>
        read.table.id === now.id ? { ...read, table: now, row: movedRow(read.row, now) } : read,
      );
      found = await look(context, reads);
      continue;
    }
    const isLocked = again.some(({ lock }) => lock !== undefined);
    if (!isLocked && again.every(({ old }, at) => isSame(old, found[at]?.old))) return again.map(({ old }) => old);
    if (looks >= mostLooks && !(await resolveLocks(context, reads, again))) {
      for (const [at, { lock }] of again.entries())
        if (lock !== undefined) context.state.metering.count(reads[at]!.table, "TransactionConflict");
      throw transactionCanceled(again.map(({ lock }) => (lock === undefined ? none : transactionConflictReason)));
    }
    found = isLocked ? await look(context, reads) : again;
  }
}

async function look({ host: { storage } }: DynamoDbContext, reads: readonly PlannedGet[]): Promise<Found[]> {
  const parts = Map.groupBy([...reads.entries()], ([, { table, row }]) => `${table.id}/${row.partition}`);
  const found: Found[] = [];
  await Promise.all(
    [...parts.values()].map((part) => {
      const [, { table, row }] = part[0]!;
      return storage.partition(itemsKey(table, row.partition)).read(async (tx) => {
        for (const [at, { row: own }] of part) found[at] = await itemStore.find(tx, own.bytes);
      });
    }),
  );
  return found;
}

/** Whether any of them was left behind by somebody. */
async function resolveLocks(
  { host }: DynamoDbContext,
  reads: readonly PlannedGet[],
  found: readonly Found[],
): Promise<boolean> {
  let resolved = false;
  for (const [at, { lock }] of found.entries()) {
    const { table, row } = reads[at]!;
    if (lock !== undefined && (await resolveLock(host, table, row.partition, lock))) resolved = true;
  }
  return resolved;
}

function isSame(one: StoredItem | undefined, other: StoredItem | undefined): boolean {
  if (!one || !other) return one === other;
  return Buffer.compare(one.bytes, other.bytes) === 0;
}
