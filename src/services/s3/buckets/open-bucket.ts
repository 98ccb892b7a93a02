import { fail } from "../../../platform/aws-error.ts";
import {
  accelerationNotConfigured,
  accessDenied,
  invalidExpectedOwner,
  noSuchBucket,
  permanentRedirect,
  signatureNotSupported,
  signedForRegion,
} from "../errors.ts";
import type { S3Context } from "../operation.ts";
import type { Bucket } from "./bucket.ts";
import { bucketStore } from "./bucket-store.ts";
import { regionsWithV2 } from "./regions-with-v2.ts";

/** The members that almost every operation has. */
export interface BucketInput {
  readonly Bucket: string;
  readonly ExpectedBucketOwner?: string | undefined;
}

/**
 * The bucket an operation names. Throws NoSuchBucket, AccessDenied where the owner is not the expected one,
 * InvalidBucketOwnerAWSAccountID where that is no account, and
 * PermanentRedirect or AuthorizationQueryParametersError to who asks in another region than the bucket's.
 */
export async function openBucket(context: S3Context, input: BucketInput): Promise<Bucket> {
  const bucket = await openBucketAnywhere(context, input);
  checkRegion(context, bucket);
  await checkAcceleration(context, bucket);
  if (context.account !== bucket.account) await checkPayer(context, bucket);
  return bucket;
}

/** The same for the few operations that answer in every region. */
export async function openBucketAnywhere(context: S3Context, input: BucketInput): Promise<Bucket> {
  const expected = input.ExpectedBucketOwner;
  if (expected !== undefined && !/^\d{12}$/.test(expected)) throw invalidExpectedOwner(expected);
  const bucket = (await context.state.buckets.find(input.Bucket)) ?? fail(noSuchBucket(input.Bucket));
  if (expected !== undefined && expected !== bucket.account) throw accessDenied();
  return bucket;
}

/**
 * Whoever signs for the wrong region is told the right one, which the SDKs follow. An unsigned request names none, and AWS's DNS would have led
 * it to the right one; a presigned URL is for one region only, which `open` mode does not mind.
 */
function checkRegion(context: S3Context, bucket: Bucket): void {
  if (bucket.region === context.region) return;
  const { headers, signature } = context.request;
  const isInternal = headers.host === undefined;
  if (isInternal || (signature?.place === "header" && signature.version !== "v2")) {
    context.responseHeaders["x-amz-bucket-region"] = bucket.region;
    throw permanentRedirect(bucket.name, `${bucket.name}.s3.${bucket.region}.amazonaws.com`);
  }
  if (!signature || context.host.config.auth === "open") return;
  if (signature.version !== "v2") throw signedForRegion(signature.region, bucket.region);
  if (!regionsWithV2.has(bucket.region)) throw signatureNotSupported();
}

/** `BUCKET.s3-accelerate.amazonaws.com` answers only for buckets that have it. Source: "Using Amazon S3 Transfer Acceleration". */
async function checkAcceleration(context: S3Context, bucket: Bucket): Promise<void> {
  if (!context.request.headers.host?.includes(".s3-accelerate.")) return;
  const status = await context.state.buckets.read(bucket, (tx) => bucketStore.setting(tx, "accelerate"));
  if (status !== "Enabled") throw accelerationNotConfigured();
}

/**
 * Where requesters pay, those of other accounts must say that they know it, and nobody pays for who is nobody. Throws AccessDenied.
 * Source: "Using Requester Pays general purpose buckets".
 */
async function checkPayer(context: S3Context, bucket: Bucket): Promise<void> {
  const payer = await context.state.buckets.read(bucket, (tx) => bucketStore.setting(tx, "request-payment"));
  if (payer !== "Requester") return;
  if (context.principal.kind === "anonymous" || context.request.headers["x-amz-request-payer"] !== "requester") {
    throw accessDenied();
  }
  context.responseHeaders["x-amz-request-charged"] = "requester";
}
