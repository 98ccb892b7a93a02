import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";
import { checkWebsite } from "../website/check-website.ts";

/** Makes the bucket a website, at `BUCKET.s3-website-REGION.amazonaws.com` and, on this machine, `BUCKET.s3-website.localhost`. */
export const putBucketWebsite: S3Operation<"PutBucketWebsite"> = async (input, context) => {
  checkWebsite(input.WebsiteConfiguration);
  await writeSetting(context, input, "website", JSON.stringify(input.WebsiteConfiguration));
  return {};
};
