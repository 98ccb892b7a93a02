import type { WriteTransaction } from "../../../storage/database.ts";

/** What replication time control promises: the only number of minutes that AWS takes. */
export const thresholdMs = 15 * 60_000;
const minuteMs = 60_000;

/** With the commit that owes a copy: one timer for all of a bucket's whose time is over in the same minute. */
export async function setThresholdTimer(tx: WriteTransaction, sinceMs: number): Promise<void> {
  const minute = Math.ceil((sinceMs + thresholdMs) / minuteMs);
  await tx.setTimer({ kind: "s3.replication-threshold", key: String(minute), dueMs: minute * minuteMs });
}
