import { openBucket } from "../buckets/open-bucket.ts";
import { noSuchConfiguration } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** There is none of any id, because none can be put. */
export const getBucketMetricsConfiguration: S3Operation<"GetBucketMetricsConfiguration"> = async (input, context) => {
  await openBucket(context, input);
  throw noSuchConfiguration();
};
