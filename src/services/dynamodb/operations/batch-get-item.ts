import type { KeysAndAttributes } from "@aws-sdk/client-dynamodb";
import { admit, isThrottled } from "../capacity/admit.ts";
import { toAllConsumed } from "../capacity/all-consumed.ts";
import { toReadUnits } from "../capacity/units.ts";
import { validationException } from "../errors.ts";
import { type PlannedGet, planGet } from "../items/plan-get.ts";
import { readItem } from "../items/read-item.ts";
import type { StoredItem } from "../items/stored-item.ts";
import { limits } from "../limits.ts";
import type { DynamoDbContext, DynamoDbOperation } from "../operation.ts";
import { findActiveTable } from "../tables/find-table.ts";
import type { Item } from "../values/attribute-value.ts";

/** Up to a hundred items of any tables. What would be too much for one answer is to be asked for again. */
export const batchGetItem: DynamoDbOperation<"BatchGetItem"> = async (input, context) => {
  const requests = Object.entries(input.RequestItems ?? {});
  const planned = requests.map(([name, given]) => ({ name, given, toPlans: planAll(context, given) }));
  const count = planned.reduce((sum, { toPlans }) => sum + toPlans.length, 0);
  if (count > limits.batchReads) throw validationException("Too many items requested for the BatchGetItem call");
  for (const { name, given } of planned) await context.authorize("BatchGetItem", { ...given, TableName: name });
  const reads: BatchRead[] = [];
  for (const { name, given, toPlans } of planned) {
    const table = await findActiveTable(context, name);
    for (const [at, toPlan] of toPlans.entries())
      reads.push({ name, given, key: given.Keys![at]!, plan: toPlan(table) });
  }
  const refusals: unknown[] = [];
  const found = await Promise.all(reads.map((read) => readOne(context, read, refusals)));
  if (refusals.length === reads.length && reads.length > 0) throw refusals[0];
  return toAnswer(
    context,
    requests.map(([name]) => name),
    reads,
    found,
    input.ReturnConsumedCapacity,
  );
};

interface BatchRead {
  readonly name: string;
  readonly given: KeysAndAttributes;
  readonly key: Item;
  readonly plan: PlannedGet;
}

function planAll(
  { state }: DynamoDbContext,
  { Keys: keys = [], ConsistentRead: _consistent, ...given }: KeysAndAttributes,
) {
  const toPlans = keys.map((Key) => planGet(state.expressions, { ...given, Key }));
  const texts = new Set(keys.map((key) => JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)))));
  if (texts.size < keys.length) throw validationException("Provided list of item keys contains duplicates");
  return toPlans;
}

/** "throttled" where there is no throughput: that is to be asked for again. */
async function readOne(
  context: DynamoDbContext,
  { plan }: BatchRead,
  refusals: unknown[],
): Promise<StoredItem | undefined | "throttled"> {
  try {
    admit(context.state, plan.table, "Read");
  } catch (error) {
    if (!isThrottled(error)) throw error;
    refusals.push(error);
    return "throttled";
  }
  return readItem(context, plan);
}

function toAnswer(
  context: DynamoDbContext,
  names: readonly string[],
  reads: readonly BatchRead[],
  found: readonly (StoredItem | undefined | "throttled")[],
  asked: string | undefined,
) {
  const Responses: Record<string, Item[]> = Object.fromEntries(names.map((name) => [name, []]));
  const UnprocessedKeys: Record<string, KeysAndAttributes> = {};
  const used = [];
  let bytes = 0;
  for (const [at, { name, given, key, plan }] of reads.entries()) {
    const stored = found[at];
    const weight = typeof stored === "object" ? stored.weight(undefined) : 0;
    if (stored === "throttled" || (bytes > 0 && bytes + weight > limits.batchBytes)) {
      UnprocessedKeys[name] ??= { ...given, Keys: [] };
      UnprocessedKeys[name].Keys!.push(key);
      continue;
    }
    bytes += weight;
    used.push({ table: plan.table, reads: { table: toReadUnits(stored?.size ?? 0, given.ConsistentRead === true) } });
    if (stored) Responses[name]!.push(plan.projection ? plan.projection.of(stored.item) : stored.item);
  }
  return {
    Responses,
    UnprocessedKeys,
    ConsumedCapacity: toAllConsumed(context, asked, used, { isTransaction: false }),
  };
}
