import { fail } from "../../../platform/aws-error.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { noSuchPublicAccessBlock } from "../errors.ts";
import type { S3Operation } from "../model.ts";

export const getPublicAccessBlock: S3Operation<"GetPublicAccessBlock"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const stored = await context.state.buckets.read(bucket, (tx) => bucketStore.setting(tx, "public-access-block"));
  return { PublicAccessBlockConfiguration: JSON.parse(stored ?? fail(noSuchPublicAccessBlock(bucket.name))) };
};
