import { fail } from "../../../platform/aws-error.ts";
import { readSetting } from "../buckets/settings.ts";
import { noSuchPublicAccessBlock } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

export const getPublicAccessBlock: S3Operation<"GetPublicAccessBlock"> = async (input, context) => {
  const { bucket, value } = await readSetting(context, input, "public-access-block");
  return { PublicAccessBlockConfiguration: JSON.parse(value ?? fail(noSuchPublicAccessBlock(bucket.name))) };
};
