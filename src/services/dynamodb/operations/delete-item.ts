import { toConsumed } from "../capacity/consumed.ts";
import { writeUnits } from "../capacity/write-units.ts";
import { notSupported, validationException } from "../errors.ts";
import { toRowKey } from "../items/row-key.ts";
import { writeItem } from "../items/write-item.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import { checkKey } from "../values/check-key.ts";
import { checkAttributes } from "../values/check-value.ts";

/** Removes an item; one that is not there is none to remove. */
export const deleteItem: DynamoDbOperation<"DeleteItem"> = async (input, context) => {
  const { Key: key = {}, ReturnValues: asked = "NONE" } = input;
  if (input.ConditionExpression !== undefined || input.Expected) throw notSupported("conditions");
  if (asked !== "ALL_OLD" && asked !== "NONE") throw validationException("ReturnValues can only be ALL_OLD or NONE");
  checkAttributes(key);
  const table = await findActiveTable(context, input.TableName);
  checkKey(key, table.key);
  const change = await writeItem(context, table, toRowKey(table, key), () => undefined);
  return {
    Attributes: asked === "ALL_OLD" ? change.old?.item : undefined,
    ConsumedCapacity: toConsumed(input.ReturnConsumedCapacity, table, { writes: writeUnits(table, change) }),
  };
};
