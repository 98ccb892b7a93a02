import type { Effect, PartitionKey } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { partsOf } from "../partitions/layout.ts";
import type { DynamoDbState } from "../state.ts";
import { indexPartitionKey, itemsKey, type Table } from "./table.ts";

/** Of a table or an index that is deleted, in that commit. */
export function toDropPartition(key: PartitionKey, effectId: string): Effect {
  return { topic: "dynamodb.drop-partition", id: effectId, payload: JSON.stringify(key) };
}

/** Doing it again does nothing, so deliveries need no memory. */
export const dropPartition: EffectReceiver<DynamoDbState> = async ({ payload }, _from, { host }) => {
  await host.storage.partition(JSON.parse(payload) as PartitionKey).drop();
  return delivered;
};

export function partitionsOfIndex(table: Table, indexId: string): PartitionKey[] {
  const count = table.globalIndexes.find(({ id }) => id === indexId)?.partitions ?? table.partitions;
  return Array.from({ length: count }, (_, number) => indexPartitionKey(table, indexId, number));
}

/** With those that have been divided, and those that are being filled. */
export function partitionsOfItems(table: Table): PartitionKey[] {
  const { divided, division } = table;
  const numbers = [...partsOf(table), ...(divided?.former ?? [])].map(({ number }) => number);
  return [...new Set([...numbers, ...(division?.children ?? [])])].map((number) => itemsKey(table, number));
}
