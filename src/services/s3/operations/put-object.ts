import { requestedObjectAcl } from "../acl/requested-acl.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { defaultAlgorithm } from "../checksums/algorithms.ts";
import { announcedChecksum, checkAnnounced } from "../checksums/announced-checksum.ts";
import { type StoredChecksum, toChecksumMembers } from "../checksums/stored-checksum.ts";
import { askedEncryption, customerKeyOf } from "../encryption/asked-encryption.ts";
import { toEncryptionMembers } from "../encryption/object-encryption.ts";
import { entityTooLarge } from "../errors.ts";
import { limits } from "../limits.ts";
import { askedLock } from "../object-lock/asked-lock.ts";
import { checkKey } from "../objects/check-key.ts";
import { commitObject } from "../objects/commit-object.ts";
import { checkConditionForm } from "../objects/conditions.ts";
import { describeObject } from "../objects/describe-object.ts";
import { checkContentMd5, readContentMd5, receiveBody } from "../objects/receive-body.ts";
import { refuseUnsupported } from "../objects/refuse-unsupported.ts";
import type { S3Operation } from "../operation.ts";

/** Stores a body as it arrives; the object exists, whole, when the row that names it is committed. */
export const putObject: S3Operation<"PutObject"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  checkKey(input.Key);
  refuseUnsupported(input);
  const encryption = askedEncryption(input);
  const lock = askedLock(input, context.host.clock.nowMs());
  const acl = await requestedObjectAcl(context, bucket, input);
  checkConditionForm(input);
  if ((input.ContentLength ?? 0) > limits.singleUploadBytes) {
    throw entityTooLarge(input.ContentLength ?? 0, limits.singleUploadBytes);
  }
  const description = describeObject(input);
  const contentMd5 = readContentMd5(input.ContentMD5);
  const announced = announcedChecksum(input, context);
  const algorithm = announced?.algorithm ?? defaultAlgorithm;
  const received = await receiveBody(context, {
    body: input.Body,
    algorithms: [algorithm],
    limitBytes: limits.singleUploadBytes,
    inRowBytes: limits.bodyInRowBytes,
    customerKey: customerKeyOf(encryption),
    check: (body) => {
      checkContentMd5(contentMd5, body);
      checkAnnounced(announced, body.checksumOf(algorithm), context);
    },
  });
  const checksum: StoredChecksum = {
    algorithm,
    type: "FULL_OBJECT",
    value: received.checksumOf(algorithm).toString("base64"),
  };
  const { object, versionId, expiration } = await commitObject(context, bucket, {
    key: input.Key,
    draft: {
      ...description,
      sizeBytes: received.sizeBytes,
      etag: received.md5.toString("hex"),
      checksum,
      content: received.content,
      body: received.body,
      isMultipart: false,
    },
    wanted: { acl, encryption, lock },
    conditions: input,
    // A browser's form comes as this operation, too, and by POST.
    event: context.request.method === "POST" ? "ObjectCreated:Post" : "ObjectCreated:Put",
  });
  return {
    ETag: `"${object.etag}"`,
    ...toChecksumMembers(checksum),
    ...toEncryptionMembers(object.attributes.encryption),
    Expiration: expiration,
    VersionId: versionId,
  };
};
