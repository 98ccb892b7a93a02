import { fail } from "../../../platform/aws-error.ts";
import { readSetting } from "../buckets/settings.ts";
import { noSuchBucketPolicy } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** The policy as it was put. */
export const getBucketPolicy: S3Operation<"GetBucketPolicy"> = async (input, context) => {
  const { bucket, value } = await readSetting(context, input, "policy");
  return { Policy: value ?? fail(noSuchBucketPolicy(bucket.name)) };
};
