import { openBucket } from "../buckets/open-bucket.ts";
import { announcedChecksum, checkAnnounced } from "../checksums/announced-checksum.ts";
import { toEncryptionMembers } from "../encryption/object-encryption.ts";
import { entityTooLarge, invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";
import { findUpload } from "../multipart/find-upload.ts";
import { keyOfPart } from "../multipart/part-key.ts";
import { checkPartNumber, storePart } from "../multipart/store-part.ts";
import { checkContentMd5, readContentMd5, receiveBody } from "../objects/receive-body.ts";
import type { S3Operation } from "../operation.ts";

/** Stores one part of an upload; the same number again replaces it. */
export const uploadPart: S3Operation<"UploadPart"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  checkPartNumber(input.PartNumber);
  if ((input.ContentLength ?? 0) > limits.partBytes) throw entityTooLarge(input.ContentLength ?? 0, limits.partBytes);
  const upload = await findUpload(context, bucket, input.Key, input.UploadId);
  const customerKey = keyOfPart(upload, input);
  const contentMd5 = readContentMd5(input.ContentMD5);
  const announced = announcedChecksum(input, context);
  const { algorithm: own, isAsked } = upload.checksum;
  if (announced && isAsked && announced.algorithm !== own) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: ${own.toLowerCase()}, actual checksum Type: ${announced.algorithm.toLowerCase()}`,
    );
  }
  const shown = announced?.algorithm ?? own;
  const received = await receiveBody(context, {
    body: input.Body,
    algorithms: [...new Set([own, shown])],
    limitBytes: limits.partBytes,
    inRowBytes: 0,
    customerKey,
    check: (body) => {
      checkContentMd5(contentMd5, body, "base64");
      if (announced) checkAnnounced(announced, body.checksumOf(announced.algorithm), context);
    },
  });
  const part = await storePart(context, bucket, upload, input.PartNumber, received);
  return {
    ETag: `"${part.etag}"`,
    [`Checksum${shown}`]: received.checksumOf(shown).toString("base64"),
    ...toEncryptionMembers(upload.wanted.encryption),
  };
};
