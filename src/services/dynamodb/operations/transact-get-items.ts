import { toAllConsumed } from "../capacity/all-consumed.ts";
import { toReadUnits } from "../capacity/units.ts";
import { validationException } from "../errors.ts";
import { planGet } from "../items/plan-get.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import { checkThroughput } from "../transactions/check-throughput.ts";
import { readTogether } from "../transactions/read-together.ts";

/** Up to a hundred items as they were at one moment. */
export const transactGetItems: DynamoDbOperation<"TransactGetItems"> = async (input, context) => {
  const { TransactItems: items = [] } = input;
  const gets = items.map(({ Get }) => Get ?? {}) as NonNullable<(typeof items)[number]["Get"]>[];
  const plans = gets.map((get) => planGet(context.state.expressions, get));
  for (const get of gets) await context.authorize("GetItem", { ...get, EnclosingOperation: "TransactGetItems" });
  const reads = [];
  for (const [at, toPlan] of plans.entries()) reads.push(toPlan(await findActiveTable(context, gets[at]?.TableName)));
  const seen = new Set(reads.map(({ table, row }) => `${table.id} ${row.bytes.toString("base64")}`));
  if (seen.size < reads.length)
    throw validationException("Transaction request cannot include multiple operations on one item");
  checkThroughput(context, "Read", reads);
  const found = await readTogether(context, reads);
  const used = reads.map(({ table }, at) => ({
    table,
    reads: { table: toReadUnits(found[at]?.size ?? 0, true) * 2 },
  }));
  return {
    Responses: reads.map(({ projection }, at) => {
      const item = found[at]?.item;
      return item ? { Item: projection ? projection.of(item) : item } : {};
    }),
    ConsumedCapacity: toAllConsumed(context, input.ReturnConsumedCapacity, used),
  };
};
