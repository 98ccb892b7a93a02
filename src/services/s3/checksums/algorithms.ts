import { createHash } from "node:crypto";
import { crc32, crc32c } from "@node-rs/crc32";
import { Crc64Nvme, crc64NvmePolynomial } from "./crc64-nvme.ts";
import type { Hasher } from "./hasher.ts";
import { createXxHash } from "./xx-hash.ts";

interface AlgorithmFacts {
  readonly create: () => Hasher;
  readonly bytes: number;
  /** Reflected. Only a CRC of a whole can be computed from those of its parts, so only CRCs may be FULL_OBJECT in a multipart upload. */
  readonly polynomial?: bigint;
  /** What an upload in parts has unless it says otherwise. */
  readonly multipartDefault: ChecksumType;
}

export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

/** Source: "Checking object integrity for data uploads in Amazon S3". */
export const algorithms = {
  CRC32: { create: () => createCrc(crc32), bytes: 4, polynomial: 0xedb88320n, multipartDefault: "COMPOSITE" },
  CRC32C: { create: () => createCrc(crc32c), bytes: 4, polynomial: 0x82f63b78n, multipartDefault: "COMPOSITE" },
  CRC64NVME: {
    create: () => new Crc64Nvme(),
    bytes: 8,
    polynomial: crc64NvmePolynomial,
    multipartDefault: "FULL_OBJECT",
  },
  SHA1: { create: () => createHash("sha1"), bytes: 20, multipartDefault: "COMPOSITE" },
  SHA256: { create: () => createHash("sha256"), bytes: 32, multipartDefault: "COMPOSITE" },
  SHA512: { create: () => createHash("sha512"), bytes: 64, multipartDefault: "COMPOSITE" },
  MD5: { create: () => createHash("md5"), bytes: 16, multipartDefault: "COMPOSITE" },
  XXHASH64: { create: () => createXxHash("XXHASH64"), bytes: 8, multipartDefault: "COMPOSITE" },
  XXHASH3: { create: () => createXxHash("XXHASH3"), bytes: 8, multipartDefault: "COMPOSITE" },
} as const satisfies Readonly<Record<string, AlgorithmFacts>>;

export type Algorithm = keyof typeof algorithms;
export const algorithmNames = Object.keys(algorithms) as readonly Algorithm[];
/** What S3 computes where the client sends nothing. */
export const defaultAlgorithm: Algorithm = "CRC64NVME";

export function factsOf(algorithm: Algorithm): AlgorithmFacts {
  return algorithms[algorithm];
}

export function isAlgorithm(name: string | undefined): name is Algorithm {
  return name !== undefined && Object.hasOwn(algorithms, name);
}

/** `x-amz-checksum-crc32` */
export function headerOf(algorithm: string): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

function createCrc(update: (chunk: Uint8Array, state: number) => number): Hasher {
  let state = 0;
  return {
    update: (chunk) => {
      state = update(chunk, state);
    },
    digest: () => {
      const bytes = Buffer.allocUnsafe(4);
      bytes.writeUInt32BE(state);
      return bytes;
    },
  };
}
