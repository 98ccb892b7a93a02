import type { GetBucketLocationOutput } from "@aws-sdk/client-s3";
import { openBucketAnywhere } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../operation.ts";

/** The bucket's region; of us-east-1 nothing, as since the days when it was the only one. */
export const getBucketLocation: S3Operation<"GetBucketLocation"> = async (input, context) => {
  const { region } = await openBucketAnywhere(context, input);
  if (region === "us-east-1") return {};
  return { LocationConstraint: region as GetBucketLocationOutput["LocationConstraint"] };
};
