import { createRequire } from "node:module";
import type { Hasher } from "./hasher.ts";

/**
 * The xxHash algorithms, by a native module that is loaded when the first client asks for one. Their digests are 64 bits, the highest byte first
 * (the canonical form). Source: "Checking object integrity for data uploads in Amazon S3".
 */
export function createXxHash(algorithm: "XXHASH64" | "XXHASH3"): Hasher {
  const { Xxh64, xxh3 } = load("@node-rs/xxhash") as typeof import("@node-rs/xxhash");
  const hash = algorithm === "XXHASH64" ? new Xxh64() : xxh3.Xxh3.withSeed();
  return {
    update: (chunk) => hash.update(chunk),
    digest: () => {
      const bytes = Buffer.allocUnsafe(8);
      bytes.writeBigUInt64BE(hash.digest());
      return bytes;
    },
  };
}

const load = createRequire(import.meta.url);
