import type { WriteRequest } from "@aws-sdk/client-dynamodb";
import { isNamed } from "../../../platform/aws-error.ts";
import { isThrottled } from "../capacity/admit.ts";
import { toAllConsumed } from "../capacity/all-consumed.ts";
import { writeUnits } from "../capacity/write-units.ts";
import { validationException } from "../errors.ts";
import { planDelete, planPut } from "../items/plan-write.ts";
import type { PlannedWrite, ToPlan } from "../items/planned-write.ts";
import type { ItemChange } from "../items/store-item.ts";
import { toCollections } from "../items/to-written.ts";
import { writeItem } from "../items/write-item.ts";
import { limits } from "../limits.ts";
import type { DynamoDbContext, DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";

/** Up to 25 items put or removed, each by itself. What meets a transaction, or finds no throughput, is to be sent again. */
export const batchWriteItem: DynamoDbOperation<"BatchWriteItem"> = async (input, context) => {
  const requests = Object.entries(input.RequestItems ?? {});
  const planned = requests.map(([name, given]) => ({
    name,
    given,
    toPlans: given.map((one) => toPlanOf(context, one)),
  }));
  const count = requests.reduce((sum, [, given]) => sum + given.length, 0);
  if (count > limits.batchWrites) throw validationException("Too many items requested for the BatchWriteItem call");
  for (const { name, given } of planned) {
    const Items = given.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {});
    await context.authorize("BatchWriteItem", { TableName: name, Items });
  }
  const writes: BatchWrite[] = [];
  for (const { name, given, toPlans } of planned) {
    const table = await findActiveTable(context, name);
    for (const [at, toPlan] of toPlans.entries())
      writes.push({ name, request: given[at]!, plan: withWords(() => toPlan(table)) });
  }
  checkDifferent(writes);
  const refusals: unknown[] = [];
  const changes = await Promise.all(writes.map(({ plan }) => writeOne(context, plan, refusals)));
  // Only where nothing at all could be written is it told why.
  if (refusals.length === writes.length) throw refusals[0];
  const UnprocessedItems: Record<string, WriteRequest[]> = {};
  const used = [];
  for (const [at, { name, request, plan }] of writes.entries()) {
    const change = changes[at];
    if (change) used.push({ table: plan.table, writes: writeUnits(plan.table, change) });
    else UnprocessedItems[name] = [...(UnprocessedItems[name] ?? []), request];
  }
  return {
    UnprocessedItems,
    ItemCollectionMetrics: toCollections(
      writes.map(({ plan }) => plan),
      input.ReturnItemCollectionMetrics,
    ),
    ConsumedCapacity: toAllConsumed(context, input.ReturnConsumedCapacity, used, { isTransaction: false }),
  };
};

interface BatchWrite {
  readonly name: string;
  readonly request: WriteRequest;
  readonly plan: PlannedWrite;
}

/** Throws ValidationException for what is none, or both. */
function toPlanOf({ state }: DynamoDbContext, { PutRequest, DeleteRequest }: WriteRequest): ToPlan {
  if ((PutRequest === undefined) === (DeleteRequest === undefined))
    throw validationException(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  return PutRequest ? planPut(state.expressions, PutRequest) : planDelete(state.expressions, DeleteRequest!);
}

/** What is wrong with an item's key is told as of a key. */
function withWords(plan: () => PlannedWrite): PlannedWrite {
  try {
    return plan();
  } catch (error) {
    if (error instanceof Error && /Missing the key|Type mismatch for key/.test(error.message))
      throw validationException("The provided key element does not match the schema");
    throw error;
  }
}

function checkDifferent(writes: readonly BatchWrite[]): void {
  const seen = new Set(writes.map(({ plan: { table, row } }) => `${table.id} ${row.bytes.toString("base64")}`));
  if (seen.size < writes.length) throw validationException("Provided list of item keys contains duplicates");
}

async function writeOne(
  context: DynamoDbContext,
  plan: PlannedWrite,
  refusals: unknown[],
): Promise<ItemChange | undefined> {
  try {
    return await writeItem(context, plan, undefined);
  } catch (error) {
    if (isNamed(error, "TransactionConflictException")) return undefined;
    if (!isThrottled(error)) throw error;
    refusals.push(error);
    return undefined;
  }
}
