import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketTagging: S3Operation<"DeleteBucketTagging"> = async (input, context) => {
  await writeSetting(context, input, "tags", undefined);
  return {};
};
