import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";

export const deleteBucketOwnershipControls: S3Operation<"DeleteBucketOwnershipControls"> = async (input, context) => {
  await writeSetting(context, input, "ownership", undefined);
  return {};
};
