import { withOwnJson } from "../../../platform/own-json.ts";
import { admit } from "../capacity/admit.ts";
import { toConsumed } from "../capacity/consumed.ts";
import { toReadUnits } from "../capacity/units.ts";
import { itemStore } from "../items/item-store.ts";
import { planGet } from "../items/plan-get.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import { itemsKey } from "../tables/table.ts";

/** One item, as it was committed last. */
export const getItem: DynamoDbOperation<"GetItem"> = async (input, context) => {
  const { ConsistentRead: isConsistent = false } = input;
  const toPlan = planGet(context.state.expressions, input);
  const { table, row, projection } = toPlan(await findActiveTable(context, input.TableName));
  admit(context.state, table, "Read");
  const stored = await context.host.storage
    .partition(itemsKey(table, row.partition))
    .read((tx) => itemStore.get(tx, row.bytes));
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
