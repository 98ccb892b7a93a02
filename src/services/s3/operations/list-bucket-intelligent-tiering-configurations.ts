import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** None: they can't be put here. Tools read them of every bucket. */
export const listBucketIntelligentTieringConfigurations: S3Operation<
  "ListBucketIntelligentTieringConfigurations"
> = async (input, context) => {
  await openBucket(context, input);
  return { IsTruncated: false };
};
