import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** Succeeds, as for every bucket without replication. */
export const deleteBucketReplication: S3Operation<"DeleteBucketReplication"> = async (input, context) => {
  await openBucket(context, input);
  return {};
};
