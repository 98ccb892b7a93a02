import { AwsError, isNamed } from "../../../platform/aws-error.ts";
import { bucketArn } from "../buckets/bucket.ts";
import type { BucketInput } from "../buckets/open-bucket.ts";
import { openBucketAnywhere } from "../buckets/open-bucket.ts";
import { notFound } from "../errors.ts";
import type { S3Context, S3Operation } from "../operation.ts";

/** Whether there is such a bucket and the caller may list it. Answers 301 in another region than the bucket's. */
export const headBucket: S3Operation<"HeadBucket"> = async (input, context) => {
  const bucket = await findBucket(context, input);
  context.responseHeaders["x-amz-bucket-region"] = bucket.region;
  // Though there is no body.
  context.responseHeaders["Content-Type"] = "application/xml";
  const isSigned = context.request.headers.authorization !== undefined;
  if (isSigned && bucket.region !== context.region) {
    throw new AwsError("301", "Moved Permanently", { status: 301 });
  }
  return { BucketRegion: bucket.region, BucketArn: bucketArn(bucket.name), AccessPointAlias: false };
};

async function findBucket(context: S3Context, input: BucketInput) {
  try {
    const bucket = await openBucketAnywhere(context, input);
    await context.state.buckets.read(bucket, async () => undefined);
    return bucket;
  } catch (error) {
    throw isNamed(error, "NoSuchBucket") ? notFound() : error;
  }
}
