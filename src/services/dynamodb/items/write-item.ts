import { admit, admitIndexes } from "../capacity/admit.ts";
import { wakeStream } from "../changes/wake-stream.ts";
import { conditionFailed, transactionConflict } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { afterMove, movedWrite } from "../partitions/moved.ts";
import { isWritable } from "../partitions/partition-store.ts";
import { itemsKey } from "../tables/table.ts";
import { resolveLock } from "../transactions/finish.ts";
import type { Item } from "../values/attribute-value.ts";
import { itemStore } from "./item-store.ts";
import type { PlannedWrite } from "./planned-write.ts";
import { type ItemChange, storeItem } from "./store-item.ts";

/** Does one write, if its condition holds and no transaction is about to change the item. With `returnsOld` a failure of the condition tells the item. */
export async function writeItem(
  context: DynamoDbContext,
  write: PlannedWrite,
  returnsOld: string | undefined,
): Promise<ItemChange> {
  admit(context.state, write.table, "Write");
  for (let planned = write; ; ) {
    const { table, row } = planned;
    const done = await tryToWrite(context, planned);
    if (done === undefined) {
      planned = movedWrite(write, await afterMove(context, table, row.partition));
      continue;
    }
    if (typeof done === "string") {
      if (await resolveLock(context.host, table, row.partition, done)) continue;
      context.state.metering.count(table, "TransactionConflict");
      throw transactionConflict();
    }
    if ("refusedFor" in done) {
      context.state.metering.count(table, "ConditionalCheckFailedRequests");
      throw conditionFailed(returnsOld === "ALL_OLD" ? done.refusedFor : undefined);
    }
    wakeStream(context.host, table, row.partition);
    context.state.growth.wrote(table, row.partition, done.new?.size ?? 0);
    return done;
  }
}

/** The condition did not hold for this item, or for there being none. */
interface Refused {
  readonly refusedFor: Item | undefined;
}

/** Gives the lock that it has met, if any; undefined where the partition takes no writes. */
function tryToWrite(
  { state, host: { storage, clock } }: DynamoDbContext,
  { table, row, condition, change }: PlannedWrite,
): Promise<ItemChange | Refused | string | undefined> {
  return storage.partition(itemsKey(table, row.partition)).write(async (tx) => {
    const found = await itemStore.find(tx, row.bytes);
    const { old, lock, stage } = found;
    if (stage !== undefined && !isWritable(stage)) return undefined;
    if (lock !== undefined) return lock;
    if (condition && !condition.matches(old?.item)) return { refusedFor: old?.item };
    const changed: ItemChange = { old, new: change(old) };
    admitIndexes(state, table, changed);
    await storeItem(tx, table, row.bytes, changed, { nowMs: clock.nowMs(), found });
    return changed;
  });
}
