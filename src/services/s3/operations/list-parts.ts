import { openBucket } from "../buckets/open-bucket.ts";
import { toOwner } from "../buckets/owner.ts";
import { invalidArgument } from "../errors.ts";
import { findUpload } from "../multipart/find-upload.ts";
import { uploadStore } from "../multipart/upload-store.ts";
import { pageLimit } from "../objects/list-objects.ts";
import { toHttpTime } from "../objects/to-object-output.ts";
import type { S3Operation } from "../operation.ts";

/** The parts that have come so far, in the order of their numbers. */
export const listParts: S3Operation<"ListParts"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const upload = await findUpload(context, bucket, input.Key, input.UploadId);
  const limit = pageLimit(input.MaxParts, "max-parts");
  const marker = readMarker(input.PartNumberMarker);
  const found = await context.state.buckets.read(bucket, (tx) => uploadStore.parts(tx, upload.id, marker, limit + 1));
  const page = found.slice(0, limit);
  const isTruncated = limit > 0 && found.length > limit;
  const { algorithm, type, isAsked } = upload.checksum;
  return {
    Bucket: bucket.name,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: isTruncated,
    Parts: page.map((part) => ({
      PartNumber: part.number,
      LastModified: toHttpTime(part.modifiedMs),
      ETag: `"${part.etag}"`,
      Size: part.sizeBytes,
      ...(isAsked && { [`Checksum${algorithm}`]: part.checksum }),
    })),
    Initiator: upload.initiator,
    Owner: toOwner(bucket.account),
    StorageClass: upload.description.storageClass,
    ...(isAsked && { ChecksumAlgorithm: algorithm, ChecksumType: type }),
  };
};

function readMarker(marker: string | undefined): number {
  if (marker === undefined || marker === "") return 0;
  if (/^\d{1,10}$/.test(marker)) return Number(marker);
  throw invalidArgument(
    "Argument part-number-marker must be an integer between 0 and 2147483647",
    "part-number-marker",
    marker,
  );
}
