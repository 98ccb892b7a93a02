import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { invalidRequest } from "../errors.ts";
import { checkLifecycle } from "../lifecycle/check-lifecycle.ts";
import type { StoredLifecycle } from "../lifecycle/lifecycle-rule.ts";
import { setLifecycleTimer } from "../lifecycle/lifecycle-timer.ts";
import type { S3Operation } from "../operation.ts";

/** Replaces the bucket's lifecycle rules, which take effect at midnight (UTC). */
export const putBucketLifecycleConfiguration: S3Operation<"PutBucketLifecycleConfiguration"> = async (
  input,
  context,
) => {
  const bucket = await openBucket(context, input);
  const minimumSize = input.TransitionDefaultMinimumObjectSize ?? "all_storage_classes_128K";
  if (!minimumSizes.has(minimumSize)) {
    throw invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${minimumSize}`);
  }
  const rules = checkLifecycle(input.LifecycleConfiguration?.Rules, () =>
    context.host.random.text(48, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
  );
  const stored: StoredLifecycle = { rules, minimumSize: minimumSize as StoredLifecycle["minimumSize"] };
  const lifecycle = JSON.stringify(stored);
  const nowMs = context.host.clock.nowMs();
  await context.state.buckets.write(bucket, async (tx, row) => {
    await bucketStore.put(tx, { ...row, lifecycle });
    await setLifecycleTimer(tx, true, nowMs);
  });
  return { TransitionDefaultMinimumObjectSize: minimumSize };
};

const minimumSizes: ReadonlySet<string> = new Set(["all_storage_classes_128K", "varies_by_storage_class"]);
