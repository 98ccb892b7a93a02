import type { ItemChange } from "../items/store-item.ts";
import type { DynamoDbState } from "../state.ts";
import type { KnownGlobalIndex, KnownTable } from "../tables/known-table.ts";
import type { UnitKind } from "./throughput.ts";
import { writeUnits } from "./write-units.ts";

/** Lets a request go on to a table's items, or to one of its global indexes. Throws ProvisionedThroughputExceededException, or ThrottlingException on demand. */
export function admit(
  { throughput, metering }: Pick<DynamoDbState, "throughput" | "metering">,
  table: KnownTable,
  kind: UnitKind,
  index?: KnownGlobalIndex,
): void {
  const refusal = throughput.refusal(table, kind, index);
  if (!refusal) return;
  metering.throttled(table, kind, index?.name);
  throw refusal;
}

/** Lets a write of a table go on that changes rows of its global indexes: what they take is their own. */
export function admitIndexes(
  state: Pick<DynamoDbState, "throughput" | "metering">,
  table: KnownTable,
  change: ItemChange,
): void {
  if (!state.throughput.hasSpentIndex(table)) return;
  const { global } = writeUnits(table, change);
  for (const index of table.global) if (global?.get(index.name)) admit(state, table, "Write", index);
}

/** Whether an error says that the request may be sent again when there is more throughput. */
export function isThrottled(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === "ProvisionedThroughputExceededException" || error.name === "ThrottlingException")
  );
}
