import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** Nothing for a bucket that never had versioning. */
export const getBucketVersioning: S3Operation<"GetBucketVersioning"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const status = await context.state.buckets.read(bucket, async (_tx, { versioning }) => versioning);
  return status === undefined ? {} : { Status: status };
};
