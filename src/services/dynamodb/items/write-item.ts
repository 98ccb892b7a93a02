import { transactionConflict } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { itemsKey } from "../tables/table.ts";
import { itemStore } from "./item-store.ts";
import type { RowKey } from "./row-key.ts";
import { type ItemChange, storeItem } from "./store-item.ts";
import type { StoredItem } from "./stored-item.ts";

/** Puts, changes or removes one item: `change` gives what is to be instead of what is, or throws; it may be called again. */
export async function writeItem(
  { host: { storage, clock } }: DynamoDbContext,
  table: KnownTable,
  { partition, bytes }: RowKey,
  change: (old: StoredItem | undefined) => StoredItem | undefined,
): Promise<ItemChange> {
  return storage.partition(itemsKey(table, partition)).write(async (tx) => {
    const { old, lock } = await itemStore.find(tx, bytes);
    if (lock !== undefined) throw transactionConflict();
    const changed: ItemChange = { old, new: change(old) };
    await storeItem(tx, table, bytes, changed, { nowMs: clock.nowMs() });
    return changed;
  });
}
