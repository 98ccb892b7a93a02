import type { Payer } from "@aws-sdk/client-s3";
import { readSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketRequestPayment: S3Operation<"GetBucketRequestPayment"> = async (input, context) => {
  const { value } = await readSetting(context, input, "request-payment");
  return { Payer: (value ?? "BucketOwner") as Payer };
};
