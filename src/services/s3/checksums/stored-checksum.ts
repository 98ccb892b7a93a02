import type { Algorithm, ChecksumType } from "./algorithms.ts";

/** The checksum of an object. */
export interface StoredChecksum {
  readonly algorithm: Algorithm;
  readonly type: ChecksumType;
  /** Base 64; a composite one ends in `-` and the number of parts. */
  readonly value: string;
}

export type ChecksumMembers = { ChecksumType?: ChecksumType } & { [A in Algorithm as `Checksum${A}`]?: string };

/** As the members of an answer: `{ ChecksumCRC32: "…", ChecksumType: "FULL_OBJECT" }`. */
export function toChecksumMembers(checksum: StoredChecksum | undefined): ChecksumMembers {
  if (!checksum) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

/** As lists show it: `{ ChecksumAlgorithm: ["CRC32"], ChecksumType: "FULL_OBJECT" }`. */
export function toListedChecksum(checksum: StoredChecksum | undefined) {
  return checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type };
}
