import type { ServiceHost, ServiceTimer } from "../../service.ts";
import { wakeStream } from "../changes/wake-stream.ts";
import { itemStore } from "../items/item-store.ts";
import { storeItem } from "../items/store-item.ts";
import type { DynamoDbState } from "../state.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { lockStore } from "./lock-store.ts";
import { type Attempt, fromLock, type Part, partKey, transactionsKey } from "./transaction.ts";
import { transactionStore } from "./transaction-store.ts";

/** Of the timer, whose key is the attempt's id: what has been decided is done, whatever becomes of the node that decided it. */
export const finishTimer = "dynamodb.finish";

export interface FinishPayload {
  readonly lock: string;
  readonly parts: readonly Part[];
}

/** Does in one partition what has been decided, and takes its locks away. Doing it again does nothing. */
export async function finishPart(
  { storage, clock, wakes }: FinishHost,
  table: KnownTable,
  partition: number,
  { lock, isCommitted }: { readonly lock: string; readonly isCommitted: boolean },
): Promise<void> {
  const { account, region, id: tableId, name } = table;
  await storage.partition(partKey({ account, region }, { table: name, tableId, partition })).write(async (tx) => {
    const nowMs = clock.nowMs();
    for (const { key, action, item } of isCommitted ? await lockStore.of(tx, lock) : []) {
      if (action === "check") continue;
      const found = await itemStore.find(tx, key);
      await storeItem(tx, table, key, { old: found.old, new: item }, { nowMs, found });
    }
    await lockStore.remove(tx, lock);
  });
  if (isCommitted) wakeStream({ wakes }, table, partition);
}

type FinishHost = Pick<ServiceHost, "storage" | "clock" | "wakes">;

/** Does what a server that has died had decided. */
export const finish: ServiceTimer<DynamoDbState> = {
  fire: async (firing, { state, host }) => {
    const { lock, parts } = JSON.parse(firing.payload) as FinishPayload;
    const { account, region } = firing.from;
    for (const { table: name, tableId, partition } of parts) {
      const table = await state.tables.find({ account, region, name });
      if (table?.id === tableId) await finishPart(host, table, partition, { lock, isCommitted: true });
    }
    await host.storage.partition(firing.from).write(async (tx) => {
      await transactionStore.removeDecision(tx, firing.key);
      await firing.settle(tx);
    });
  },
};

/** An attempt that takes longer has been given up, and is not decided any more. */
const longestMs = 10_000;
/** What was given up is remembered so long: longer than anybody could still be about to decide it. */
const abortedMs = 60 * 60_000;

export function isGivenUp({ beganMs }: Attempt, nowMs: number): boolean {
  return nowMs - beganMs > longestMs;
}

/**
 * A lock that has been left by an attempt whose server died before it decided: whoever meets it decides that nothing is done, or does what was decided. False for one
 * that is not old enough.
 */
export async function resolveLock(
  host: FinishHost,
  table: KnownTable,
  partition: number,
  lock: string,
): Promise<boolean> {
  const { storage, clock } = host;
  const attempt = fromLock(table, lock);
  if (!isGivenUp(attempt, clock.nowMs())) return false;
  const isCommitted = await storage.partition(transactionsKey(attempt)).write(async (tx) => {
    const decided = await transactionStore.decision(tx, attempt.id);
    if (!decided) await transactionStore.decide(tx, attempt.id, false, clock.nowMs() + abortedMs);
    return decided === "committed";
  });
  await finishPart(host, table, partition, { lock, isCommitted });
  return true;
}
