import { toAclOutput } from "../acl/acl.ts";
import { readBucketAcl } from "../acl/read-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketAcl: S3Operation<"GetBucketAcl"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  return toAclOutput(await context.state.buckets.read(bucket, (tx) => readBucketAcl(tx, bucket)));
};
