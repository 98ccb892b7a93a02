import type { Effect, PartitionKey } from "../../../storage/database.ts";
import type { EffectReceiver, ServiceTimer } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { itemStore } from "../items/item-store.ts";
import type { DynamoDbState } from "../state.ts";

/** Rows that are removed at a time, of each kind. */
const rowsAtOnce = 1_000;

/** Of a deleted table whose stream is still read: its items go, and what was told of them stays. */
export function toClearPartition(key: PartitionKey, effectId: string): Effect {
  return { topic: "dynamodb.clear-partition", id: effectId, payload: JSON.stringify(key) };
}

export const beginClear: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { host: { storage, clock } }) => {
  const partition = storage.partition(JSON.parse(payload) as PartitionKey);
  await partition.write((tx) => tx.setTimer({ kind: "dynamodb.clear", key: "", dueMs: clock.nowMs(), payload: "" }));
  return delivered;
};

/** Some rows, until there are none. */
export const clear: ServiceTimer<DynamoDbState> = {
  fire: (firing, { host: { storage, clock } }) =>
    storage.partition(firing.from).write(async (tx) => {
      const isEmpty = await itemStore.clear(tx, rowsAtOnce);
      await firing.settle(tx, isEmpty ? undefined : { dueMs: clock.nowMs(), payload: "" });
    }),
};
