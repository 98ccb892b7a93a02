import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** Access by a bucket's tags can't be turned on here. */
export const getBucketAbac: S3Operation<"GetBucketAbac"> = async (input, context) => {
  await openBucket(context, input);
  return { AbacStatus: { Status: "Disabled" } };
};
