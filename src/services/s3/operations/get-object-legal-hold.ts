import { openBucket } from "../buckets/open-bucket.ts";
import { noSuchObjectLockConfiguration } from "../errors.ts";
import { checkHasObjectLock } from "../object-lock/check-has-object-lock.ts";
import { findVersion } from "../objects/find-version.ts";
import type { S3Operation } from "../operation.ts";

export const getObjectLegalHold: S3Operation<"GetObjectLegalHold"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await checkHasObjectLock(context, bucket);
  const { lock } = (await findVersion(context, bucket, input)).object.attributes;
  if (lock?.legalHold === undefined) throw noSuchObjectLockConfiguration();
  return { LegalHold: { Status: lock.legalHold } };
};
