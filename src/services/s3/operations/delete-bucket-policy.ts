import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketPolicy: S3Operation<"DeleteBucketPolicy"> = async (input, context) => {
  await writeSetting(context, input, "policy", undefined);
  return {};
};
