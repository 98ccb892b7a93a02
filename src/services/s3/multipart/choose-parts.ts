import type { CompletedPart } from "@aws-sdk/client-s3";
import { algorithmNames } from "../checksums/algorithms.ts";
import {
  badPartChecksum,
  entityTooSmall,
  invalidPart,
  invalidPartOrder,
  invalidRequest,
  malformedXml,
} from "../errors.ts";
import { limits } from "../limits.ts";
import type { Part, Upload } from "./upload-store.ts";

/**
 * The parts that the client lists, in its order. Throws InvalidPartOrder, InvalidPart for one that is not there or has another
 * ETag or checksum, EntityTooSmall. Source: "CompleteMultipartUpload".
 */
export function chooseParts(upload: Upload, listed: readonly CompletedPart[], stored: readonly Part[]): Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  let before = 0;
  for (const { PartNumber } of listed) {
    if (PartNumber === undefined) throw malformedXml();
    if (PartNumber <= before) throw invalidPartOrder(upload.id);
    before = PartNumber;
  }
  const chosen = listed.map((part) => choose(upload, part, byNumber));
  for (const part of chosen.slice(0, -1)) if (part.sizeBytes < limits.leastPartBytes) throw entityTooSmall(part);
  return chosen;
}

function choose(upload: Upload, listed: CompletedPart, byNumber: ReadonlyMap<number, Part>): Part {
  const number = listed.PartNumber ?? 0;
  const etag = (listed.ETag ?? "").replace(/^"|"$/g, "");
  const part = byNumber.get(number);
  if (!part || part.etag !== etag) throw invalidPart({ uploadId: upload.id, number, etag });
  const { algorithm, type, isAsked } = upload.checksum;
  const checksum = listed[`Checksum${algorithm}`];
  const other = algorithmNames.find((name) => name !== algorithm && listed[`Checksum${name}`] !== undefined);
  if (other !== undefined && !isAsked) throw invalidPart({ uploadId: upload.id, number, etag });
  if (other !== undefined && checksum === undefined) throw badPartChecksum(other, number);
  if (checksum !== undefined && checksum !== part.checksum) throw invalidPart({ uploadId: upload.id, number, etag });
  if (checksum === undefined && isAsked && type === "COMPOSITE") {
    const name = algorithm.toLowerCase();
    throw invalidRequest(
      `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
    );
  }
  return part;
}
