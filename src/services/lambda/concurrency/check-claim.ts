import type { ReadTransaction } from "../../../storage/database.ts";
import type { FunctionFamily } from "../functions/function.ts";
import { claimedConcurrency, readUsage } from "../functions/function-store.ts";
import { limits } from "../limits.ts";

/**
 * What would stay for functions without a reservation if `changed` took the place of `former`, within the write. Below
 * `limits.unreservedConcurrency` the change is refused.
 */
export async function unreservedAfter(
  tx: ReadTransaction,
  former: FunctionFamily,
  changed: FunctionFamily,
  accountLimit: number,
): Promise<{ left: number; enough: boolean }> {
  const { reserved } = await readUsage(tx);
  const claimed = claimedConcurrency(changed);
  const left = accountLimit - reserved + claimedConcurrency(former) - claimed;
  return { left, enough: left >= limits.unreservedConcurrency || claimed === 0 };
}

export function provisionedTotal({ provisioned }: FunctionFamily): number {
  let total = 0;
  for (const qualifier in provisioned) total += provisioned[qualifier]!.requested;
  return total;
}
