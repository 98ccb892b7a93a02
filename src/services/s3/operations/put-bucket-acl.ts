import { checkAcl } from "../acl/check-acl.ts";
import { checkAclBody } from "../acl/owner-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../model.ts";

/** Accepts the ACL that every bucket has and no other. */
export const putBucketAcl: S3Operation<"PutBucketAcl"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await checkAcl(context, bucket, input);
  await checkAclBody(context, bucket, input.AccessControlPolicy);
  return {};
};
