import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketCors: S3Operation<"DeleteBucketCors"> = async (input, context) => {
  await writeSetting(context, input, "cors", undefined);
  return {};
};
