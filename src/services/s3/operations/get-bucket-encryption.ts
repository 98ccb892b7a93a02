import type { ServerSideEncryptionConfiguration } from "@aws-sdk/client-s3";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** Every bucket encrypts with SSE-S3 since 2023. */
export const getBucketEncryption: S3Operation<"GetBucketEncryption"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const stored = await context.state.buckets.read(bucket, async (_tx, { encryption }) => encryption);
  return { ServerSideEncryptionConfiguration: stored === undefined ? byDefault() : JSON.parse(stored) };
};

function byDefault(): ServerSideEncryptionConfiguration {
  return {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
  };
}
