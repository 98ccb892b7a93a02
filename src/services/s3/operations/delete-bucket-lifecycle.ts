import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { setLifecycleTimer } from "../lifecycle/lifecycle-timer.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketLifecycle: S3Operation<"DeleteBucketLifecycle"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const nowMs = context.host.clock.nowMs();
  await context.state.buckets.write(bucket, async (tx, row) => {
    await bucketStore.put(tx, { ...row, lifecycle: undefined });
    await setLifecycleTimer(tx, false, nowMs);
  });
  return {};
};
