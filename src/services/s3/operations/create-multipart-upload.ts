import { requestedObjectAcl } from "../acl/requested-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { askedEncryption } from "../encryption/asked-encryption.ts";
import { toEncryptionMembers, toNewEncryption } from "../encryption/object-encryption.ts";
import { initiatorOf } from "../multipart/initiator.ts";
import { toUploadChecksum } from "../multipart/upload-checksum.ts";
import { type Upload, uploadStore } from "../multipart/upload-store.ts";
import { askedLock } from "../object-lock/asked-lock.ts";
import { toNewLock } from "../object-lock/lock-configuration.ts";
import { checkKey } from "../objects/check-key.ts";
import { describeObject } from "../objects/describe-object.ts";
import { refuseUnsupported } from "../objects/refuse-unsupported.ts";
import type { S3Context, S3Operation } from "../operation.ts";

/** Begins an upload in parts; what the object will say about itself is said here. */
export const createMultipartUpload: S3Operation<"CreateMultipartUpload"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  checkKey(input.Key);
  refuseUnsupported(input);
  const encryption = askedEncryption(input);
  const acl = await requestedObjectAcl(context, bucket, input);
  const nowMs = context.host.clock.nowMs();
  const lock = askedLock(input, nowMs);
  const asked: Omit<Upload, "wanted"> = {
    id: createUploadId(context, nowMs),
    key: input.Key,
    initiatedMs: nowMs,
    initiator: initiatorOf(context.principal),
    description: describeObject(input),
    checksum: toUploadChecksum(input.ChecksumAlgorithm, input.ChecksumType),
  };
  const upload = await context.state.buckets.write(bucket, async (tx, row) => {
    const chosen = toNewEncryption(row.encryption, encryption, bucket);
    // A default retention counts from when the object is there.
    if (lock) toNewLock(row.objectLock, lock, nowMs);
    const wanted = { ...(acl && { acl }), ...(chosen && { encryption: chosen }), ...(lock && { lock }) };
    const added: Upload = { ...asked, wanted };
    await uploadStore.add(tx, added);
    return added;
  });
  const { algorithm, type, isAsked } = upload.checksum;
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    ...toEncryptionMembers(upload.wanted.encryption),
    ...(isAsked && { ChecksumAlgorithm: algorithm, ChecksumType: type }),
  };
};

/** Begins with the time, so that the order of the ids is that of the uploads. */
function createUploadId({ host }: S3Context, nowMs: number): string {
  return `${nowMs.toString(36).padStart(9, "0")}.${host.random.bytes(48).toString("base64url")}`;
}
