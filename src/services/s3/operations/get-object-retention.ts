import { openBucket } from "../buckets/open-bucket.ts";
import { noSuchObjectLockConfiguration } from "../errors.ts";
import { checkHasObjectLock } from "../object-lock/check-has-object-lock.ts";
import { findVersion } from "../objects/find-version.ts";
import type { S3Operation } from "../operation.ts";

export const getObjectRetention: S3Operation<"GetObjectRetention"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await checkHasObjectLock(context, bucket);
  const { lock } = (await findVersion(context, bucket, input)).object.attributes;
  if (lock?.retainUntilMs === undefined) throw noSuchObjectLockConfiguration();
  return { Retention: { Mode: lock.mode, RetainUntilDate: new Date(lock.retainUntilMs) } };
};
