import { openBucket } from "../buckets/open-bucket.ts";
import { replicationConfigurationNotFound } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** Tools read it of every bucket. None has one here, because none can be put. */
export const getBucketReplication: S3Operation<"GetBucketReplication"> = async (input, context) => {
  throw replicationConfigurationNotFound((await openBucket(context, input)).name);
};
