import { wakeStream } from "../changes/wake-stream.ts";
import { conditionFailed, transactionConflict } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import { itemsKey } from "../tables/table.ts";
import { itemStore } from "./item-store.ts";
import type { PlannedWrite } from "./planned-write.ts";
import { type ItemChange, storeItem } from "./store-item.ts";

/** Does one write, if its condition holds. With `returnsOld` a failure of the condition tells the item. */
export async function writeItem(
  { host }: DynamoDbContext,
  { table, row, condition, change }: PlannedWrite,
  returnsOld: string | undefined,
): Promise<ItemChange> {
  const { storage, clock } = host;
  const written = await storage.partition(itemsKey(table, row.partition)).write(async (tx) => {
    const { old, lock } = await itemStore.find(tx, row.bytes);
    if (lock !== undefined) throw transactionConflict();
    if (condition && !condition.matches(old?.item))
      throw conditionFailed(returnsOld === "ALL_OLD" ? old?.item : undefined);
    const changed: ItemChange = { old, new: change(old) };
    await storeItem(tx, table, row.bytes, changed, { nowMs: clock.nowMs() });
    return changed;
  });
  wakeStream(host, table, row.partition);
  return written;
}
