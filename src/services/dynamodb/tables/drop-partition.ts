import type { Effect, PartitionKey } from "../../../storage/database.ts";
import type { EffectReceiver } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
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
  return Array.from({ length: table.partitions }, (_, number) => indexPartitionKey(table, indexId, number));
}

export function partitionsOfItems(table: Table): PartitionKey[] {
  return Array.from({ length: table.partitions }, (_, number) => itemsKey(table, number));
}
