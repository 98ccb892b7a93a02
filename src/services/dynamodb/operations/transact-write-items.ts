import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { toAllConsumed } from "../capacity/all-consumed.ts";
import { toReadUnits } from "../capacity/units.ts";
import { writeUnits } from "../capacity/write-units.ts";
import { validationException } from "../errors.ts";
import type { ExpressionReader } from "../expressions/expression-reader.ts";
import { planCheck, planDelete, planPut, planUpdate } from "../items/plan-write.ts";
import type { ToPlan } from "../items/planned-write.ts";
import { toCollections } from "../items/to-written.ts";
import { limits } from "../limits.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import { requestDigest } from "../transactions/request-digest.ts";
import { type TogetherWrite, writeTogether } from "../transactions/write-together.ts";

/** Up to a hundred writes of different items, all or none. */
export const transactWriteItems: DynamoDbOperation<"TransactWriteItems"> = async (input, context) => {
  const { TransactItems: items = [], ClientRequestToken: token } = input;
  const actions = items.map((item) => toAction(context.state.expressions, item));
  for (const { permission, input: of } of actions)
    await context.authorize(permission, { ...of, EnclosingOperation: "TransactWriteItems" });
  const writes: TogetherWrite[] = [];
  for (const { toPlan, input: of } of actions) {
    const plan = toPlan(await findActiveTable(context, of.TableName));
    writes.push({ ...plan, returnsOld: of.ReturnValuesOnConditionCheckFailure });
  }
  checkDifferent(writes);
  const digest = requestDigest(items);
  const changes = await writeTogether(context, writes, { token, digest });
  const collections = toCollections(writes, input.ReturnItemCollectionMetrics);
  if (changes === "done before") {
    // What was done before is read only.
    const used = writes.map(({ table }) => ({ table, reads: { table: toReadUnits(0, true) * 2 } }));
    return {
      ConsumedCapacity: toAllConsumed(context, input.ReturnConsumedCapacity, used),
      ItemCollectionMetrics: collections,
    };
  }
  const used = writes.map(({ table }, at) => ({ table, writes: writeUnits(table, changes[at]!, 2) }));
  return {
    ConsumedCapacity: toAllConsumed(context, input.ReturnConsumedCapacity, used),
    ItemCollectionMetrics: collections,
  };
};

interface Given {
  readonly TableName?: string | undefined;
  readonly Key?: unknown;
  readonly Item?: unknown;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

interface Action {
  readonly permission: string;
  readonly input: Given;
  readonly toPlan: ToPlan;
}

/** Throws ValidationException for what is none, or several. */
function toAction(reader: ExpressionReader, item: TransactWriteItem): Action {
  const { Put, Update, Delete, ConditionCheck } = item;
  if ([Put, Update, Delete, ConditionCheck].filter(Boolean).length !== 1)
    throw validationException("TransactItems can only contain one of Check, Put, Update or Delete");
  if (Put) return { permission: "PutItem", input: Put, toPlan: planPut(reader, Put) };
  if (Update) return { permission: "UpdateItem", input: Update, toPlan: planUpdate(reader, Update) };
  if (Delete) return { permission: "DeleteItem", input: Delete, toPlan: planDelete(reader, Delete) };
  return { permission: "ConditionCheckItem", input: ConditionCheck!, toPlan: planCheck(reader, ConditionCheck!) };
}

function checkDifferent(writes: readonly TogetherWrite[]): void {
  const seen = new Set(writes.map(({ table, row }) => `${table.id} ${row.bytes.toString("base64")}`));
  if (seen.size < writes.length)
    throw validationException("Transaction request cannot include multiple operations on one item");
  if (writes.length > limits.transactionItems)
    throw validationException(`Member must have length less than or equal to ${limits.transactionItems}`);
}
