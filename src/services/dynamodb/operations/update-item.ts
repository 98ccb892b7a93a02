import { type PlannedUpdate, planUpdate } from "../items/plan-write.ts";
import type { ItemChange } from "../items/store-item.ts";
import { toWritten } from "../items/to-written.ts";
import { writeItem } from "../items/write-item.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import type { Item } from "../values/attribute-value.ts";

/** Changes attributes of an item, which it makes if it is not there. */
export const updateItem: DynamoDbOperation<"UpdateItem"> = async (input, context) => {
  const toPlan = planUpdate(context.state.expressions, input);
  const plan = toPlan(await findActiveTable(context, input.TableName));
  const change = await writeItem(context, plan, input.ReturnValuesOnConditionCheckFailure);
  return { Attributes: toAttributes(plan, change, input.ReturnValues), ...toWritten(context, plan, change, input) };
};

function toAttributes(
  { update }: PlannedUpdate,
  { old, new: made }: ItemChange,
  asked: string | undefined,
): Item | undefined {
  switch (asked) {
    case "ALL_OLD":
      return old?.item;
    case "ALL_NEW":
      return made?.item;
    case "UPDATED_OLD":
      return someOf(old && update?.touched(old.item));
    case "UPDATED_NEW":
      return someOf(made && update?.touched(made.item));
    default:
      return undefined;
  }
}

function someOf(item: Item | undefined): Item | undefined {
  return item && Object.keys(item).length > 0 ? item : undefined;
}
