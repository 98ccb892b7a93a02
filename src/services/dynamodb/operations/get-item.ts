import { withOwnJson } from "../../../platform/own-json.ts";
import { admit } from "../capacity/admit.ts";
import { toConsumed } from "../capacity/consumed.ts";
import { toReadUnits } from "../capacity/units.ts";
import { planGet } from "../items/plan-get.ts";
import { readItem } from "../items/read-item.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";

/** One item, as it was committed last. */
export const getItem: DynamoDbOperation<"GetItem"> = async (input, context) => {
  const { ConsistentRead: isConsistent = false } = input;
  const toPlan = planGet(context.state.expressions, input);
  const plan = toPlan(await findActiveTable(context, input.TableName));
  const { table, projection } = plan;
  admit(context.state, table, "Read");
  const stored = await readItem(context, plan);
  const reads = { table: toReadUnits(stored?.size ?? 0, isConsistent) };
  context.state.metering.read(table, reads);
  const ConsumedCapacity = toConsumed(input.ReturnConsumedCapacity, table, { reads });
  if (!stored || projection || ConsumedCapacity)
    return { Item: stored && (projection ? projection.of(stored.item) : stored.item), ConsumedCapacity };
  const answer = {
    get Item() {
      return stored.item;
    },
  };
  return withOwnJson(answer, () => `{"Item":${stored.json()}}`);
};
