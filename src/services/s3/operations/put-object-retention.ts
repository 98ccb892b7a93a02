import type { ObjectLockRetention } from "@aws-sdk/client-s3";
import { openBucket } from "../buckets/open-bucket.ts";
import { invalidArgument, malformedXml, missingRequestBody, objectLocked } from "../errors.ts";
import { checkHasObjectLock } from "../object-lock/check-has-object-lock.ts";
import { type Bypass, isRetained, readBypass } from "../object-lock/check-lock.ts";
import { isMode } from "../object-lock/lock-configuration.ts";
import { toPacificTime } from "../object-lock/pacific-time.ts";
import { changeAttributes } from "../objects/change-attributes.ts";
import type { ObjectLock } from "../objects/stored-object.ts";
import type { S3Operation } from "../operation.ts";

/** Retains a version until a date. It can be made longer by everybody who may, shorter only past GOVERNANCE and with the permission. */
export const putObjectRetention: S3Operation<"PutObjectRetention"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  await checkHasObjectLock(context, bucket);
  const wanted = readRetention(input.Retention, context.host.clock.nowMs());
  const bypass = readBypass(context, input);
  await changeAttributes(context, bucket, input, async (_tx, { attributes }) => {
    checkChange(attributes.lock, wanted, bypass);
    const { legalHold } = attributes.lock ?? {};
    return { ...attributes, lock: { ...wanted, ...(legalHold && { legalHold }) } };
  });
  return {};
};

type Retention = Pick<ObjectLock, "mode" | "retainUntilMs">;

/** An empty retention takes it away. Throws MalformedXML and InvalidArgument. */
function readRetention(retention: ObjectLockRetention | undefined, nowMs: number): Retention {
  if (retention === undefined) throw missingRequestBody();
  const { Mode: mode, RetainUntilDate: until } = retention;
  if (mode === undefined && until === undefined) return {};
  if (!isMode(mode) || until === undefined) throw malformedXml();
  if (until.getTime() <= nowMs) {
    throw invalidArgument("The retain until date must be in the future!", "RetainUntilDate", toPacificTime(until));
  }
  return { mode, retainUntilMs: until.getTime() };
}

/** Longer is always allowed, and from GOVERNANCE to COMPLIANCE; all else would weaken it. */
function checkChange(current: ObjectLock | undefined, wanted: Retention, bypass: Bypass): void {
  if (!isRetained(current, bypass)) return;
  const isLonger = (wanted.retainUntilMs ?? 0) >= (current?.retainUntilMs ?? 0);
  const isAsStrong = wanted.mode === current?.mode || wanted.mode === "COMPLIANCE";
  if (!isLonger || !isAsStrong) throw objectLocked();
}
