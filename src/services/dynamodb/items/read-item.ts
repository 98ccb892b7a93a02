import type { DynamoDbContext } from "../operation.ts";
import { afterMove, movedRow } from "../partitions/moved.ts";
import { partitionStore } from "../partitions/partition-store.ts";
import { itemsKey } from "../tables/table.ts";
import { itemStore } from "./item-store.ts";
import type { PlannedGet } from "./plan-get.ts";
import type { StoredItem } from "./stored-item.ts";

/**
 * One item, as it was committed last. What is found in a partition that has been divided is as it was when it was closed, and so the last for a request that began before;
 * what is not found there may have gone into a child.
 */
export async function readItem(
  context: DynamoDbContext,
  { table, row }: Pick<PlannedGet, "table" | "row">,
): Promise<StoredItem | undefined> {
  const found = await context.host.storage
    .partition(itemsKey(table, row.partition))
    .read(async (tx) => (await itemStore.get(tx, row.bytes)) ?? (await partitionStore.stage(tx)));
  if (found !== "closed") return typeof found === "object" ? found : undefined;
  const now = await afterMove(context, table, row.partition);
  return readItem(context, { table: now, row: movedRow(row, now) });
}
