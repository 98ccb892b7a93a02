import { openBucket } from "../buckets/open-bucket.ts";
import { objectLockConfigurationNotFound } from "../errors.ts";
import type { S3Operation } from "../model.ts";

/** Tools read it of every bucket. None has one here, because no bucket can be made with Object Lock. */
export const getObjectLockConfiguration: S3Operation<"GetObjectLockConfiguration"> = async (input, context) => {
  throw objectLockConfigurationNotFound((await openBucket(context, input)).name);
};
