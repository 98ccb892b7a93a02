import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketWebsite: S3Operation<"DeleteBucketWebsite"> = async (input, context) => {
  await writeSetting(context, input, "website", undefined);
  return {};
};
