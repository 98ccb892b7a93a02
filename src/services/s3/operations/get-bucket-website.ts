import { fail } from "../../../platform/aws-error.ts";
import { readSetting } from "../buckets/settings.ts";
import { noSuchWebsiteConfiguration } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

export const getBucketWebsite: S3Operation<"GetBucketWebsite"> = async (input, context) => {
  const { bucket, value } = await readSetting(context, input, "website");
  return JSON.parse(value ?? fail(noSuchWebsiteConfiguration(bucket.name)));
};
