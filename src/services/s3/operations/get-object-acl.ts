import { toAclOutput } from "../acl/acl.ts";
import { readObjectAcl } from "../acl/read-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { findVersion } from "../objects/find-version.ts";
import type { S3Operation } from "../operation.ts";

export const getObjectAcl: S3Operation<"GetObjectAcl"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const { object } = await findVersion(context, bucket, input);
  return toAclOutput(await context.state.buckets.read(bucket, (tx) => readObjectAcl(tx, bucket, object)));
};
