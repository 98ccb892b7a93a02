import { type Algorithm, type ChecksumType, defaultAlgorithm, factsOf, isAlgorithm } from "../checksums/algorithms.ts";
import { combineCrcs } from "../checksums/combine-crc.ts";
import type { StoredChecksum } from "../checksums/stored-checksum.ts";
import { invalidRequest, unknownChecksumAlgorithm } from "../errors.ts";
import type { Part, UploadChecksum } from "./upload-store.ts";

/** How an upload in parts is checked. Throws InvalidRequest for a pair that cannot be. Source: "CreateMultipartUpload". */
export function toUploadChecksum(algorithm: string | undefined, type: string | undefined): UploadChecksum {
  if (algorithm === undefined) {
    if (type !== undefined) {
      throw invalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
    }
    return { algorithm: defaultAlgorithm, type: factsOf(defaultAlgorithm).multipartDefault, isAsked: false };
  }
  if (!isAlgorithm(algorithm)) throw unknownChecksumAlgorithm();
  const chosen = (type ?? factsOf(algorithm).multipartDefault) as ChecksumType;
  if (!isPossible(algorithm, chosen)) {
    throw invalidRequest(
      `The ${chosen} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type: chosen, isAsked: true };
}

/** The whole object's checksum from its parts': of a composite one the digest of their digests. */
export function toWholeChecksum({ algorithm, type }: UploadChecksum, parts: readonly Part[]): StoredChecksum {
  if (type === "FULL_OBJECT") return { algorithm, type, value: combineCrcs(algorithm, parts) };
  const hasher = factsOf(algorithm).create();
  for (const { checksum } of parts) hasher.update(Buffer.from(checksum, "base64"));
  return { algorithm, type, value: `${hasher.digest().toString("base64")}-${parts.length}` };
}

function isPossible(algorithm: Algorithm, type: ChecksumType): boolean {
  const isCrc = factsOf(algorithm).polynomial !== undefined;
  return type === "FULL_OBJECT" ? isCrc : type === "COMPOSITE" && algorithm !== "CRC64NVME";
}
