import { createHash } from "node:crypto";
import { AwsError } from "../../platform/aws-error.ts";
import { type Signature, scopeOf } from "../../services/signature/signature.ts";
import type { Caller } from "../authenticate.ts";
import { hmac, isSameSignature } from "./signing-key.ts";

/** Verifies a streamed body chunk by chunk, each signature covering the one before. Source: "Transferring payload in multiple chunks (chunked upload)". */
export interface ChunkVerifier {
  /** Throws SignatureDoesNotMatch. `sha256` is hexadecimal, of the chunk's bytes. */
  readonly verifyChunk: (given: string | undefined, sha256: string) => void;
  /** `sha256` is of the trailing headers, each `name:value\n`. */
  readonly verifyTrailer: (given: string | undefined, sha256: string) => void;
}

const emptySha256 = createHash("sha256").digest("hex");

/** Undefined if chunks need not verify: in `open` mode. */
export function createChunkVerifier(signature: Signature | undefined, { chunkKey }: Caller): ChunkVerifier | undefined {
  if (!chunkKey || !signature) return undefined;
  const scope = scopeOf(signature);
  let former = signature.signature.toLowerCase();
  const verify = (kind: string, given: string | undefined, hashes: readonly string[]) => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, signature.timestamp, scope, former, ...hashes].join("\n");
    const expected = hmac(chunkKey, text).toString("hex");
    if (!isSameSignature(given ?? "", expected)) throw mismatch();
    former = expected;
  };
  return {
    verifyChunk: (given, sha256) => verify("PAYLOAD", given, [emptySha256, sha256]),
    verifyTrailer: (given, sha256) => verify("TRAILER", given, [sha256]),
  };
}

function mismatch(): AwsError {
  return new AwsError(
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    { status: 403 },
  );
}
