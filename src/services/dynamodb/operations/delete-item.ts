import { planDelete } from "../items/plan-write.ts";
import { toWritten } from "../items/to-written.ts";
import { writeItem } from "../items/write-item.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";

/** Removes an item; one that is not there is none to remove. */
export const deleteItem: DynamoDbOperation<"DeleteItem"> = async (input, context) => {
  const toPlan = planDelete(context.state.expressions, input);
  const plan = toPlan(await findActiveTable(context, input.TableName));
  const change = await writeItem(context, plan, input.ReturnValuesOnConditionCheckFailure);
  const Attributes = input.ReturnValues === "ALL_OLD" ? change.old?.item : undefined;
  return { Attributes, ...toWritten(context, plan, change, input) };
};
