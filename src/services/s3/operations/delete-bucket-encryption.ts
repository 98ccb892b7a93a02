import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** Back to SSE-S3, which cannot be turned off. */
export const deleteBucketEncryption: S3Operation<"DeleteBucketEncryption"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await context.state.buckets.write(bucket, (tx, row) => bucketStore.put(tx, { ...row, encryption: undefined }));
  return {};
};
