import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { AwsError } from "../platform/aws-error.ts";
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
export function sha256Verifier(announced: string): Transform {
  const hash = createHash("sha256");
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const computed = hash.digest("hex");
      done(computed === announced.toLowerCase() ? null : sha256Mismatch(announced, computed));
    },
  });
}

/** Throws XAmzContentSHA256Mismatch. */
export async function checkSha256(bytes: Uint8Array, announced: string): Promise<void> {
  const computed = await sha256HexPaced(bytes);
  if (computed !== announced.toLowerCase()) throw sha256Mismatch(announced, computed);
}

function sha256Mismatch(announced: string, computed: string): AwsError {
  return new AwsError(
    "XAmzContentSHA256Mismatch",
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    {
      status: 400,
      fields: { ClientComputedContentSHA256: announced, S3ComputedContentSHA256: computed },
    },
  );
}
