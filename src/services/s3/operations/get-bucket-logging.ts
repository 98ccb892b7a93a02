import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../model.ts";

/** Nothing: access logs can't be turned on here. */
export const getBucketLogging: S3Operation<"GetBucketLogging"> = async (input, context) => {
  await openBucket(context, input);
  return {};
};
