import { openBucket } from "../buckets/open-bucket.ts";
import { noSuchWebsiteConfiguration } from "../errors.ts";
import type { S3Operation } from "../model.ts";

/** Tools read it of every bucket. None has one here, because none can be put. */
export const getBucketWebsite: S3Operation<"GetBucketWebsite"> = async (input, context) => {
  throw noSuchWebsiteConfiguration((await openBucket(context, input)).name);
};
