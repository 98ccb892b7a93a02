import type { GetBucketLocationOutput } from "@aws-sdk/client-s3";
import { bucketStore } from "../buckets/bucket-store.ts";
import { openBucketAnywhere } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** The bucket's region, or the old name by which it was asked for (`EU`); of us-east-1 nothing, as since the days when it was the only one. */
export const getBucketLocation: S3Operation<"GetBucketLocation"> = async (input, context) => {
  const bucket = await openBucketAnywhere(context, input);
  const { region } = bucket;
  if (region === "us-east-1") return {};
  const named = await context.state.buckets.read(bucket, (tx) => bucketStore.setting(tx, "location"));
  return { LocationConstraint: (named ?? region) as GetBucketLocationOutput["LocationConstraint"] };
};
