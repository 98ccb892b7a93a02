import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../model.ts";

export const deleteBucketCors: S3Operation<"DeleteBucketCors"> = async (input, context) => {
  await writeSetting(context, input, "cors", undefined);
  return {};
};
