import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** None: they can't be put here. Tools read them of every bucket. */
export const listBucketMetricsConfigurations: S3Operation<"ListBucketMetricsConfigurations"> = async (
  input,
  context,
) => {
  await openBucket(context, input);
  return { IsTruncated: false };
};
