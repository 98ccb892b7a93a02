import type { ServerSideEncryptionConfiguration } from "@aws-sdk/client-s3";
import { readSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../model.ts";

/** Every bucket encrypts with SSE-S3 since 2023. */
export const getBucketEncryption: S3Operation<"GetBucketEncryption"> = async (input, context) => {
  const { value } = await readSetting(context, input, "encryption");
  return { ServerSideEncryptionConfiguration: value === undefined ? byDefault() : JSON.parse(value) };
};

function byDefault(): ServerSideEncryptionConfiguration {
  return {
    Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false }],
  };
}
