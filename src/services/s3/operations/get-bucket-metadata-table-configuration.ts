import { openBucket } from "../buckets/open-bucket.ts";
import { metadataConfigurationNotFound } from "../errors.ts";
import type { S3Operation } from "../operation.ts";

/** Tools read it of every bucket. None has one here, because none can be made. */
export const getBucketMetadataTableConfiguration: S3Operation<"GetBucketMetadataTableConfiguration"> = async (
  input,
  context,
) => {
  throw metadataConfigurationNotFound((await openBucket(context, input)).name);
};
