import { ownerAcl } from "../acl/owner-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../model.ts";

export const getBucketAcl: S3Operation<"GetBucketAcl"> = async (input, context) =>
  ownerAcl(await openBucket(context, input));
