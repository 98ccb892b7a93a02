import { fail } from "../../../platform/aws-error.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { objectLockConfigurationNotFound } from "../errors.ts";
import { toLockConfiguration } from "../object-lock/lock-configuration.ts";
import type { S3Operation } from "../operation.ts";

export const getObjectLockConfiguration: S3Operation<"GetObjectLockConfiguration"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const stored = await context.state.buckets.read(bucket, async (_tx, { objectLock }) => objectLock);
  const configuration = JSON.parse(stored ?? fail(objectLockConfigurationNotFound(bucket.name)));
  return { ObjectLockConfiguration: toLockConfiguration(configuration) };
};
