import type { BucketAccelerateStatus } from "@aws-sdk/client-s3";
import { readSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

/** Nothing for a bucket that never had it. */
export const getBucketAccelerateConfiguration: S3Operation<"GetBucketAccelerateConfiguration"> = async (
  input,
  context,
) => {
  const { value } = await readSetting(context, input, "accelerate");
  return value === undefined ? {} : { Status: value as BucketAccelerateStatus };
};
