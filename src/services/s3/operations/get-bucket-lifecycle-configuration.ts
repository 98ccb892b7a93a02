import { openBucket } from "../buckets/open-bucket.ts";
import { noSuchLifecycleConfiguration } from "../errors.ts";
import type { S3Operation } from "../model.ts";

/** Tools read it of every bucket. None has one here, because none can be put. */
export const getBucketLifecycleConfiguration: S3Operation<"GetBucketLifecycleConfiguration"> = async (
  input,
  context,
) => {
  throw noSuchLifecycleConfiguration((await openBucket(context, input)).name);
};
