import { ownerAcl } from "../acl/owner-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../model.ts";
import { findVersion } from "../objects/find-version.ts";

/** The bucket's owner owns all objects in it. */
export const getObjectAcl: S3Operation<"GetObjectAcl"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await findVersion(context, bucket, input);
  return ownerAcl(bucket);
};
