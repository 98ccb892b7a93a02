import type { ConsumedCapacity, ItemCollectionMetrics } from "@aws-sdk/client-dynamodb";
import { toConsumed } from "../capacity/consumed.ts";
import { writeUnits } from "../capacity/write-units.ts";
import type { DynamoDbContext } from "../operation.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { attributeOf, type Item, setAttribute } from "../values/attribute-value.ts";
import type { PlannedWrite } from "./planned-write.ts";
import type { ItemChange } from "./store-item.ts";

/** What a write of one item is asked to tell beside the item. */
export interface Asked {
  readonly ReturnConsumedCapacity?: string | undefined;
  readonly ReturnItemCollectionMetrics?: string | undefined;
}

export function toWritten(
  { state }: DynamoDbContext,
  { table, key }: PlannedWrite,
  change: ItemChange,
  asked: Asked,
): Written {
  const writes = writeUnits(table, change);
  state.metering.wrote(table, writes);
  return {
    ConsumedCapacity: toConsumed(asked.ReturnConsumedCapacity, table, { writes }),
    ItemCollectionMetrics: toCollection(table, key, asked.ReturnItemCollectionMetrics),
  };
}

interface Written {
  ConsumedCapacity: ConsumedCapacity | undefined;
  ItemCollectionMetrics: ItemCollectionMetrics | undefined;
}

/** Of a table with local indexes: an estimate of what the items of one hash key take, in GB. */
export function toCollection(
  { key, local }: KnownTable,
  item: Readonly<Item>,
  asked: string | undefined,
): ItemCollectionMetrics | undefined {
  if (asked !== "SIZE" || local.length === 0) return undefined;
  const ItemCollectionKey: Item = {};
  for (const { name, isHash } of key) if (isHash) setAttribute(ItemCollectionKey, name, attributeOf(item, name)!);
  return { ItemCollectionKey, SizeEstimateRangeGB: [0, 1] };
}

/** Of writes of several tables: by the tables' names, each hash key once. */
export function toCollections(
  writes: readonly PlannedWrite[],
  asked: string | undefined,
): Record<string, ItemCollectionMetrics[]> | undefined {
  if (asked !== "SIZE") return undefined;
  const all: Record<string, ItemCollectionMetrics[]> = {};
  const seen = new Set<string>();
  for (const { table, key } of writes) {
    const metrics = toCollection(table, key, asked);
    const text = metrics && JSON.stringify([table.name, metrics.ItemCollectionKey]);
    if (!metrics || !text || seen.has(text)) continue;
    seen.add(text);
    all[table.name] = [...(all[table.name] ?? []), metrics];
  }
  return Object.keys(all).length > 0 ? all : undefined;
}
