import { createHash, type Hash } from "node:crypto";
import { type Readable, Transform } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { AwsError } from "../platform/aws-error.ts";
import type { HttpRequest } from "./http/http-request.ts";

/** The largest body held in memory: a 50 MB package in base 64, with room for the rest of its request. */
const largestBodyBytes = 80 * 1024 * 1024;
const largestUnzippedBytes = 160 * 1024 * 1024;

/** The bytes as they came, and as they are meant. */
export interface CollectedBody {
  readonly raw: Buffer;
  /** Unzipped, where the client said gzip (CloudWatch's clients do). */
  readonly content: Buffer;
}

/** Throws RequestEntityTooLargeException. */
export async function collectBody(request: HttpRequest): Promise<CollectedBody> {
  const raw = await collect(request.body, request.headers["content-length"]);
  if (request.headers["content-encoding"] !== "gzip") return { raw, content: raw };
  try {
    return { raw, content: await promisify(gunzip)(raw, { maxOutputLength: largestUnzippedBytes }) };
  } catch {
    throw new AwsError("SerializationException", "The request body is not valid gzip data.", { status: 400 });
  }
}

/** A stream's bytes, within the limit for what is held in memory. By events: an async iterator is dear on every request's path. */
export function collect(source: Readable, length?: string, limitBytes = largestBodyBytes): Promise<Buffer> {
  if (Number(length ?? 0) > limitBytes) return Promise.reject(tooLarge(limitBytes));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    source.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limitBytes) chunks.push(chunk);
      else {
        // What still comes is read and dropped, so that the client sees the answer.
        chunks.length = 0;
        reject(tooLarge(limitBytes));
      }
    });
    source.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    source.once("error", reject);
    source.once("close", () => {
      if (!source.readableEnded) reject(new Error("The client has gone before its request's end."));
    });
  });
}

function tooLarge(limitBytes: number): AwsError {
  return new AwsError(
    "RequestEntityTooLargeException",
    `Request must be smaller than ${limitBytes} bytes for the operation`,
    { status: 413 },
  );
}

export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Passes bytes on and fails at the end if they are not those whose hash the client announced. */
export function verifiedBySha256(source: Readable, announced: string): Readable {
  const hash: Hash = createHash("sha256");
  const verifier = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const computed = hash.digest("hex");
      done(computed === announced.toLowerCase() ? null : sha256Mismatch(announced, computed));
    },
  });
  source.on("error", (error) => verifier.destroy(error));
  return source.pipe(verifier);
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
