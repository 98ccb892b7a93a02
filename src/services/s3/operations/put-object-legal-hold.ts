import { openBucket } from "../buckets/open-bucket.ts";
import { malformedXml } from "../errors.ts";
import { isHold } from "../object-lock/asked-lock.ts";
import { checkHasObjectLock } from "../object-lock/check-has-object-lock.ts";
import { changeAttributes } from "../objects/change-attributes.ts";
import type { S3Operation } from "../operation.ts";

/** Holds a version, without an end, or lets it go. */
export const putObjectLegalHold: S3Operation<"PutObjectLegalHold"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  if (input.LegalHold === undefined) throw malformedXml();
  await checkHasObjectLock(context, bucket);
  const { Status: legalHold } = input.LegalHold;
  if (!isHold(legalHold)) throw malformedXml();
  await changeAttributes(context, bucket, input, async (_tx, { attributes }) => ({
    ...attributes,
    lock: { ...attributes.lock, legalHold },
  }));
  return {};
};
