import { fail } from "../../../platform/aws-error.ts";
import { readSetting } from "../buckets/settings.ts";
import { noSuchBucketPolicy } from "../errors.ts";
import type { S3Operation } from "../operation.ts";
import { isPublicPolicy } from "../policy/public-policy.ts";

/** Whether the policy gives anything to everybody. */
export const getBucketPolicyStatus: S3Operation<"GetBucketPolicyStatus"> = async (input, context) => {
  const { bucket, value } = await readSetting(context, input, "policy");
  const policy = JSON.parse(value ?? fail(noSuchBucketPolicy(bucket.name)));
  return { PolicyStatus: { IsPublic: isPublicPolicy(policy) } };
};
