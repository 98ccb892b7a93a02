import type { Capacity, ConsumedCapacity } from "@aws-sdk/client-dynamodb";
import type { KnownTable } from "../tables/known-table.ts";

/** Units of one kind, by where they were used. */
export interface UnitsUsed {
  readonly table: number;
  readonly local?: ReadonlyMap<string, number>;
  readonly global?: ReadonlyMap<string, number>;
}

/** What an operation has used of one table. */
export interface Used {
  readonly reads?: UnitsUsed;
  readonly writes?: UnitsUsed;
}

/** As it was asked for: nothing, the sum, or also where. Operations on several items tell reads and writes apart. */
export function toConsumed(
  asked: string | undefined,
  { name }: Pick<KnownTable, "name">,
  { reads, writes }: Used,
): ConsumedCapacity | undefined {
  if (asked !== "TOTAL" && asked !== "INDEXES") return undefined;
  const all = [reads, writes].filter((used) => used !== undefined);
  const consumed: ConsumedCapacity = { TableName: name, CapacityUnits: sum(all.map(total)) };
  if (asked === "TOTAL") return consumed;
  consumed.Table = { CapacityUnits: sum(all.map(({ table }) => table)) };
  const local = toIndexes(all.map((used) => used.local));
  const global = toIndexes(all.map((used) => used.global));
  if (local) consumed.LocalSecondaryIndexes = local;
  if (global) consumed.GlobalSecondaryIndexes = global;
  return consumed;
}

export function total({ table, local, global }: UnitsUsed): number {
  return table + sum([...(local?.values() ?? []), ...(global?.values() ?? [])]);
}

function toIndexes(used: readonly (ReadonlyMap<string, number> | undefined)[]): Record<string, Capacity> | undefined {
  const capacities: Record<string, Capacity> = {};
  for (const units of used)
    for (const [index, CapacityUnits] of units ?? []) if (CapacityUnits > 0) capacities[index] = { CapacityUnits };
  return Object.keys(capacities).length === 0 ? undefined : capacities;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
