import type { WriteTransaction } from "../../../storage/database.ts";
import { findTimer } from "../../../storage/timer-statements.ts";
import type { ServiceTimer } from "../../service.ts";
import { repeated, runRepeatedly } from "../../timers/repeated.ts";
import { whenCalled } from "../../when-called.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { bucketPartitions } from "../buckets/bucket-partitions.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { sweepBuckets } from "../buckets/sweep-buckets.ts";
import type { LifecycleStores } from "./abort-old-uploads.ts";

const dayMs = 24 * 60 * 60 * 1000;
const lifecycleKind = "s3.lifecycle";

const applyLifecycle = whenCalled(async () => (await import("./apply-lifecycle.ts")).applyLifecycle);

/** With the commit that gives a bucket its rules, or takes them: they are applied at each midnight (UTC), as AWS does once a day. */
export async function setLifecycleTimer(tx: WriteTransaction, hasRules: boolean, nowMs: number): Promise<void> {
  if (hasRules) await tx.setTimer({ kind: lifecycleKind, key: "", dueMs: nextMidnightMs(nowMs) });
  else await tx.cancelTimer(lifecycleKind, "");
}

/** One bucket's rules. */
export const lifecycle: ServiceTimer<LifecycleStores> = {
  // Much work each: not all buckets at once.
  atOnce: 2,
  restAfterStartMs: 10_000,
  fire: async (firing, context) => {
    const { state, host } = context;
    const { from } = firing;
    const row = await host.storage.partition(from).read((tx) => bucketStore.find(tx));
    const rules = row?.lifecycle;
    if (!row || rules === undefined) return;
    const [name = "", id = ""] = from.name.split("/");
    const bucket: Bucket = { name, id, account: from.account, region: from.region, createdMs: row.createdMs };
    await runRepeatedly(firing, context, {
      failure: "the lifecycle of a bucket failed",
      nextMs: nextMidnightMs,
      run: () => applyLifecycle(bucket, rules, state, host),
    });
  },
};

/** What a crash left of CreateBucket goes; and buckets whose rules are from a version of Squall that had no timers get theirs. */
export const bucketUpkeep = repeated<unknown>({
  everyMs: dayMs,
  failure: "the buckets could not be looked through",
  run: async (signal, { host }) => {
    await sweepBuckets(host, signal);
    const { storage, clock } = host;
    for await (const key of bucketPartitions(storage)) {
      if (signal.aborted) return;
      const partition = storage.partition(key);
      const isMissing = await partition.read(
        async (tx) =>
          (await bucketStore.find(tx))?.lifecycle !== undefined &&
          (await findTimer(tx, lifecycleKind, "")) === undefined,
      );
      // They may have been due while the former version was stopped.
      if (isMissing) await partition.write((tx) => tx.setTimer({ kind: lifecycleKind, key: "", dueMs: clock.nowMs() }));
    }
  },
});

function nextMidnightMs(nowMs: number): number {
  return (Math.floor(nowMs / dayMs) + 1) * dayMs;
}
