import { checkAcl } from "../acl/check-acl.ts";
import { checkAclBody } from "../acl/owner-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../model.ts";
import { findVersion } from "../objects/find-version.ts";

/** Accepts the ACL that every object has and no other. */
export const putObjectAcl: S3Operation<"PutObjectAcl"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await findVersion(context, bucket, input);
  await checkAcl(context, bucket, input);
  await checkAclBody(context, bucket, input.AccessControlPolicy);
  return {};
};
