import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../model.ts";

/** Nothing: acceleration can't be turned on here, so no bucket ever had it. */
export const getBucketAccelerateConfiguration: S3Operation<"GetBucketAccelerateConfiguration"> = async (
  input,
  context,
) => {
  await openBucket(context, input);
  return {};
};
