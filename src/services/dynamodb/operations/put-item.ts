import { planPut } from "../items/plan-write.ts";
import { toWritten } from "../items/to-written.ts";
import { writeItem } from "../items/write-item.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";

/** Stores an item in place of the one that has its key. */
export const putItem: DynamoDbOperation<"PutItem"> = async (input, context) => {
  const toPlan = planPut(context.state.expressions, input);
  const plan = toPlan(await findActiveTable(context, input.TableName));
  const change = await writeItem(context, plan, input.ReturnValuesOnConditionCheckFailure);
  const Attributes = input.ReturnValues === "ALL_OLD" ? change.old?.item : undefined;
  return { Attributes, ...toWritten(context, plan, change, input) };
};
