import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../model.ts";

/** The owner pays: it can't be changed here. */
export const getBucketRequestPayment: S3Operation<"GetBucketRequestPayment"> = async (input, context) => {
  await openBucket(context, input);
  return { Payer: "BucketOwner" };
};
