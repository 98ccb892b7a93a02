import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../model.ts";

/** Goes back to SSE-S3. */
export const deleteBucketEncryption: S3Operation<"DeleteBucketEncryption"> = async (input, context) => {
  await writeSetting(context, input, "encryption", undefined);
  return {};
};
