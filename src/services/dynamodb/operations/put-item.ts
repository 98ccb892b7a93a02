import { toConsumed } from "../capacity/consumed.ts";
import { writeUnits } from "../capacity/write-units.ts";
import { notSupported, validationException } from "../errors.ts";
import { toRowKey } from "../items/row-key.ts";
import { StoredItem } from "../items/stored-item.ts";
import { writeItem } from "../items/write-item.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import { checkItemKeys } from "../values/check-key.ts";
import { checkItem } from "../values/check-value.ts";

/** Stores an item in place of the one that has its key. */
export const putItem: DynamoDbOperation<"PutItem"> = async (input, context) => {
  const { Item: item = {}, ReturnValues: asked = "NONE" } = input;
  if (input.ConditionExpression !== undefined || input.Expected) throw notSupported("conditions");
  if (asked !== "ALL_OLD" && asked !== "NONE") throw validationException("ReturnValues can only be ALL_OLD or NONE");
  checkItem(item);
  const table = await findActiveTable(context, input.TableName);
  checkItemKeys(item, table.key, table.indexKeys);
  const stored = StoredItem.of(item);
  const change = await writeItem(context, table, toRowKey(table, item), () => stored);
  return {
    Attributes: asked === "ALL_OLD" ? change.old?.item : undefined,
    ConsumedCapacity: toConsumed(input.ReturnConsumedCapacity, table, { writes: writeUnits(table, change) }),
  };
};
