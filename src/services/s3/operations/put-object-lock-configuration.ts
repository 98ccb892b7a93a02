import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { invalidBucketState, missingRequestBody } from "../errors.ts";
import { toStoredLock } from "../object-lock/lock-configuration.ts";
import type { S3Operation } from "../operation.ts";

/** Turns Object Lock on, for good, and sets or takes away the default retention. */
export const putObjectLockConfiguration: S3Operation<"PutObjectLockConfiguration"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  if (input.ObjectLockConfiguration === undefined) throw missingRequestBody();
  const objectLock = JSON.stringify(toStoredLock(input.ObjectLockConfiguration));
  await context.state.buckets.write(bucket, async (tx, row) => {
    if (row.versioning !== "Enabled") {
      throw invalidBucketState("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
    }
    await bucketStore.put(tx, { ...row, objectLock });
  });
  return {};
};
