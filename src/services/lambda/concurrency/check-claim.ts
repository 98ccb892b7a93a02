import type { ReadTransaction } from "../../../storage/database.ts";
import { claimedConcurrency, type FunctionFamily } from "../functions/function.ts";
import { functionStore } from "../functions/function-store.ts";
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
  const { reserved } = await functionStore.usage(tx);
  const claimed = claimedConcurrency(changed);
  const left = accountLimit - reserved + claimedConcurrency(former) - claimed;
  return { left, enough: left >= limits.unreservedConcurrency || claimed === 0 };
}
