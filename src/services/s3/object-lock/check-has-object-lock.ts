import type { Bucket } from "../buckets/bucket.ts";
import { invalidRequest } from "../errors.ts";
import type { S3Context } from "../operation.ts";

/** Throws InvalidRequest for a bucket without Object Lock. */
export async function checkHasObjectLock(context: S3Context, bucket: Bucket): Promise<void> {
  const stored = await context.state.buckets.read(bucket, async (_tx, { objectLock }) => objectLock);
  if (stored === undefined) throw invalidRequest("Bucket is missing Object Lock Configuration");
}
