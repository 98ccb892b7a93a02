import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** Succeeds, also for a bucket without replication. What waits to be copied is still copied. */
export const deleteBucketReplication: S3Operation<"DeleteBucketReplication"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await context.state.buckets.write(bucket, (tx, row) => bucketStore.put(tx, { ...row, replication: undefined }));
  return {};
};
