import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import type { DynamoDbContext } from "../operation.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { toConsumed, total, type UnitsUsed } from "./consumed.ts";

/** What one part of a batch or a transaction has used. */
export interface PartUsed {
  readonly table: KnownTable;
  readonly reads?: UnitsUsed;
  readonly writes?: UnitsUsed;
}

/** Counts what operations on items of several tables have used, and tells it: one for each table. Transactions also say which kind their units are. */
export function toAllConsumed(
  { state }: DynamoDbContext,
  asked: string | undefined,
  used: readonly PartUsed[],
  { isTransaction = true }: { readonly isTransaction?: boolean } = {},
): ConsumedCapacity[] | undefined {
  for (const { table, reads, writes } of used) {
    if (reads) state.metering.read(table, reads);
    if (writes) state.metering.wrote(table, writes);
  }
  if (asked !== "TOTAL" && asked !== "INDEXES") return undefined;
  return [...Map.groupBy(used, ({ table }) => table.arn).values()].map((parts) => {
    const { table } = parts[0]!;
    const reads = sumOf(parts.map((part) => part.reads));
    const writes = sumOf(parts.map((part) => part.writes));
    const consumed = toConsumed(asked, table, { ...(reads && { reads }), ...(writes && { writes }) })!;
    if (!isTransaction) return consumed;
    const kinds = {
      ...(reads && { ReadCapacityUnits: total(reads) }),
      ...(writes && { WriteCapacityUnits: total(writes) }),
    };
    return { ...consumed, ...kinds };
  });
}

function sumOf(all: readonly (UnitsUsed | undefined)[]): UnitsUsed | undefined {
  const used = all.filter((one) => one !== undefined);
  if (used.length === 0) return undefined;
  return {
    table: used.reduce((sum, { table }) => sum + table, 0),
    local: sumOfIndexes(used.map(({ local }) => local)),
    global: sumOfIndexes(used.map(({ global }) => global)),
  };
}

function sumOfIndexes(all: readonly (ReadonlyMap<string, number> | undefined)[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const indexes of all) for (const [name, units] of indexes ?? []) sums.set(name, (sums.get(name) ?? 0) + units);
  return sums;
}
