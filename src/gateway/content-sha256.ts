import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { Pace } from "../platform/pace.ts";

export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The same of bytes that may be so many that to hash them in one go would keep all others waiting. */
export async function sha256HexPaced(bytes: Uint8Array): Promise<string> {
  if (bytes.length <= hashedInOneGoBytes) return sha256Hex(bytes);
  const hash = createHash("sha256");
  const pace = new Pace();
  for (let at = 0; at < bytes.length; at += hashedInOneGoBytes) {
    hash.update(bytes.subarray(at, at + hashedInOneGoBytes));
    if (pace.isOver) await pace.rest();
  }
  return hash.digest("hex");
}

export const hashedInOneGoBytes = 1024 * 1024;

/** Passes bytes on and fails at the end if they are not those whose hash the client announced. */
export function sha256Verifier(announced: string, wrongHash: WrongHash): Transform {
  const hash = createHash("sha256");
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const computed = hash.digest("hex");
      done(computed === announced.toLowerCase() ? null : wrongHash(announced, computed));
    },
  });
}

/** Throws what `wrongHash` makes. */
export async function checkSha256(bytes: Uint8Array, announced: string, wrongHash: WrongHash): Promise<void> {
  const computed = await sha256HexPaced(bytes);
  if (computed !== announced.toLowerCase()) throw wrongHash(announced, computed);
}

export type WrongHash = (announced: string, computed: string) => Error;
