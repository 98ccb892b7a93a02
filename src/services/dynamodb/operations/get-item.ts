import { toConsumed } from "../capacity/consumed.ts";
import { toReadUnits } from "../capacity/units.ts";
import { notSupported } from "../errors.ts";
import { itemStore } from "../items/item-store.ts";
import { toRowKey } from "../items/row-key.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import { itemsKey } from "../tables/table.ts";
import { checkKey } from "../values/check-key.ts";
import { checkAttributes } from "../values/check-value.ts";

/** One item, as it was committed last. */
export const getItem: DynamoDbOperation<"GetItem"> = async (input, context) => {
  const { Key: key = {}, ConsistentRead: isConsistent = false } = input;
  if (input.ProjectionExpression !== undefined || input.AttributesToGet) throw notSupported("projections");
  checkAttributes(key);
  const table = await findActiveTable(context, input.TableName);
  checkKey(key, table.key);
  const row = toRowKey(table, key);
  const stored = await context.host.storage
    .partition(itemsKey(table, row.partition))
    .read((tx) => itemStore.get(tx, row.bytes));
  const units = toReadUnits(stored?.size ?? 0, isConsistent);
  return {
    Item: stored?.item,
    ConsumedCapacity: toConsumed(input.ReturnConsumedCapacity, table, { reads: { table: units } }),
  };
};
