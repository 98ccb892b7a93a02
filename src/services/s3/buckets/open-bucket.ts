import { fail } from "../../../platform/aws-error.ts";
import { accessDenied, noSuchBucket, permanentRedirect } from "../errors.ts";
import type { S3Context } from "../model.ts";
import type { Bucket } from "./bucket.ts";

/** The members that almost every operation has. */
export interface BucketInput {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/**
 * The bucket an operation names. Throws NoSuchBucket, AccessDenied where the owner is not the expected one, and
 * PermanentRedirect to who asks in another region than the bucket's.
 */
export async function openBucket(context: S3Context, input: BucketInput): Promise<Bucket> {
  const bucket = await openBucketAnywhere(context, input);
  checkRegion(context, bucket);
  return bucket;
}

/** The same for the few operations that answer in every region. */
export async function openBucketAnywhere(context: S3Context, input: BucketInput): Promise<Bucket> {
  const bucket = (await context.state.buckets.find(input.Bucket)) ?? fail(noSuchBucket(input.Bucket));
  const expected = input.ExpectedBucketOwner;
  if (expected !== undefined && expected !== bucket.account) throw accessDenied();
  return bucket;
}

/**
 * An unsigned or presigned request names no region by a header, and AWS's DNS would have led it to the right one: those are
 * served. Whoever signs for the wrong region is told the right one, which the SDKs follow.
 */
function checkRegion(context: S3Context, bucket: Bucket): void {
  if (bucket.region === context.region) return;
  const isInternal = context.request.headers.host === undefined;
  if (!isInternal && context.request.headers.authorization === undefined) return;
  context.responseHeaders["x-amz-bucket-region"] = bucket.region;
  throw permanentRedirect(bucket.name, `${bucket.name}.s3.${bucket.region}.amazonaws.com`);
}
