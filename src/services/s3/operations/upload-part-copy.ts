import { openBucket } from "../buckets/open-bucket.ts";
import { toEncryptionMembers } from "../encryption/object-encryption.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";
import { findUpload } from "../multipart/find-upload.ts";
import { keyOfPart } from "../multipart/part-key.ts";
import { checkPartNumber, storePart } from "../multipart/store-part.ts";
import type { ByteRange } from "../objects/bodies.ts";
import { copyRange } from "../objects/copy-bytes.ts";
import { openCopySource } from "../objects/copy-source.ts";
import { toHttpTime } from "../objects/to-object-output.ts";
import type { S3Operation } from "../operation.ts";

/** Stores a part that is a copy of an object or of a range of one. */
export const uploadPartCopy: S3Operation<"UploadPartCopy"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  checkPartNumber(input.PartNumber);
  const upload = await findUpload(context, bucket, input.Key, input.UploadId);
  const source = await openCopySource(context, input);
  try {
    const { algorithm, isAsked } = upload.checksum;
    const keys = { source: source.customerKey, target: keyOfPart(upload, input) };
    const range = rangeToCopy(input.CopySourceRange, source.object.sizeBytes);
    const received = await copyRange(context, source.object, algorithm, range, keys);
    const part = await storePart(context, bucket, upload, input.PartNumber, received);
    return {
      CopyPartResult: {
        ETag: `"${part.etag}"`,
        LastModified: toHttpTime(part.modifiedMs),
        ...(isAsked && { [`Checksum${algorithm}`]: part.checksum }),
      },
      CopySourceVersionId: source.isVersioned ? source.object.versionId : undefined,
      ...toEncryptionMembers(upload.wanted.encryption),
    };
  } finally {
    source.release();
  }
};

/** Both ends must be given and lie in the object. */
function rangeToCopy(header: string | undefined, sizeBytes: number): ByteRange {
  if (header === undefined) return checkSize({ start: 0, end: sizeBytes });
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || last === undefined || Number(last) < Number(first)) {
    throw invalidArgument(
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
      "x-amz-copy-source-range",
      header,
    );
  }
  if (Number(first) >= sizeBytes)
    throw invalidRequest("The specified copy range is invalid for the source object size");
  if (Number(last) >= sizeBytes) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${sizeBytes}`,
      "x-amz-copy-source-range",
      header,
    );
  }
  return checkSize({ start: Number(first), end: Number(last) + 1 });
}

function checkSize(range: ByteRange): ByteRange {
  if (range.end - range.start <= limits.partBytes) return range;
  throw invalidRequest(
    `The specified copy source is larger than the maximum allowable size for a copy source: ${limits.partBytes}`,
  );
}
