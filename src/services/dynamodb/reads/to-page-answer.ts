import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import { withOwnJson } from "../../../platform/own-json.ts";
import { toConsumed, type UnitsUsed } from "../capacity/consumed.ts";
import type { Projection } from "../expressions/projection.ts";
import { toItemJson } from "../items/item-json.ts";
import type { DynamoDbContext } from "../operation.ts";
import type { KnownTable } from "../tables/known-table.ts";
import type { Item } from "../values/attribute-value.ts";
import type { Selected } from "./check-select.ts";
import type { Page } from "./read-page.ts";
import type { RowSource } from "./row-source.ts";

/** A page as Query and Scan answer it. */
export interface PageAnswer {
  Items: Item[] | undefined;
  Count: number;
  ScannedCount: number;
  LastEvaluatedKey: Item | undefined;
  ConsumedCapacity: ConsumedCapacity | undefined;
}

export function toPageAnswer(
  { state }: DynamoDbContext,
  table: KnownTable,
  page: Page,
  {
    source,
    selected,
    projection,
    operation,
    input,
  }: {
    readonly source: RowSource;
    readonly selected: Selected;
    readonly projection: Projection | undefined;
    readonly operation: "Query" | "Scan";
    readonly input: { readonly ConsistentRead?: boolean; readonly ReturnConsumedCapacity?: string };
  },
): PageAnswer {
  const { items, scanned, lastKey } = page;
  const reads = toUnits(page, source, input.ConsistentRead === true);
  state.metering.read(table, reads);
  state.metering.ofOperation(table, table.name, operation, "ReturnedItemCount", items.length);
  const ConsumedCapacity = toConsumed(input.ReturnConsumedCapacity, table, { reads });
  const counts = { Count: items.length, ScannedCount: scanned, LastEvaluatedKey: lastKey, ConsumedCapacity };
  if (selected.counts) return { Items: undefined, ...counts };
  if (projection) return { Items: items.map(({ item }) => projection.of(item)), ...counts };
  const answer = {
    get Items() {
      return items.map(({ item }) => item);
    },
    ...counts,
  };
  if (ConsumedCapacity) return answer;
  return withOwnJson(answer, () => {
    const { LastEvaluatedKey, ...numbers } = counts;
    const last = LastEvaluatedKey ? `,"LastEvaluatedKey":${toItemJson(LastEvaluatedKey)}` : "";
    return `{"Items":[${items.map((item) => item.json()).join()}],${JSON.stringify(numbers).slice(1, -1)}${last}}`;
  });
}

/** A page is rounded up as a whole. */
export function toUnits(
  { bytes, fetchedBytes }: Page,
  { index, isGlobal }: RowSource,
  isConsistent: boolean,
): UnitsUsed {
  const units = (size: number) => Math.ceil(size / 4096) * (isConsistent ? 1 : 0.5);
  if (!index) return { table: units(bytes) };
  const used = new Map([[index.name, units(bytes)]]);
  return isGlobal ? { table: 0, global: used } : { table: units(fetchedBytes), local: used };
}
