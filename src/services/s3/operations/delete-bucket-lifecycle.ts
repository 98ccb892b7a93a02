import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketLifecycle: S3Operation<"DeleteBucketLifecycle"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await context.state.buckets.write(bucket, (tx, row) => bucketStore.put(tx, { ...row, lifecycle: undefined }));
  return {};
};
