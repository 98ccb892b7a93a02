import { admit, isThrottled } from "../capacity/admit.ts";
import type { UnitKind } from "../capacity/throughput.ts";
import { transactionCanceled } from "../errors.ts";
import type { DynamoDbContext } from "../operation.ts";
import type { KnownTable } from "../tables/known-table.ts";
import { none, type Reason, throttledReason } from "./cancellation.ts";

/** A transaction whose parts cannot all have their throughput is not begun. Throws TransactionCanceledException. */
export function checkThroughput(
  { state }: Pick<DynamoDbContext, "state">,
  kind: UnitKind,
  parts: readonly { readonly table: KnownTable }[],
): void {
  const reasons = parts.map(({ table }) => reasonOf(() => admit(state, table, kind)));
  if (reasons.some((reason) => reason !== none)) throw transactionCanceled(reasons);
}

/** What is told of a part that `admits` throws for. */
export function reasonOf(admits: () => void): Reason {
  try {
    admits();
    return none;
  } catch (error) {
    if (isThrottled(error)) return throttledReason(error as Error);
    throw error;
  }
}
