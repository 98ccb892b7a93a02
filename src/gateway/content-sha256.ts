import { createHash } from "node:crypto";
import { Transform } from "node:stream";
import { AwsError } from "../platform/aws-error.ts";

export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

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
export function checkSha256(bytes: Uint8Array, announced: string): void {
  const computed = sha256Hex(bytes);
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
