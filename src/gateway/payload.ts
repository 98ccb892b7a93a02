import type { Readable } from "node:stream";
import { AwsError } from "../platform/aws-error.ts";
import { checkBodyDigests } from "../services/s3/checksums/check-body-digests.ts";
import { AwsChunkedDecoder } from "../wire/aws-chunked.ts";
import type { RequestHead } from "../wire/wire.ts";
import type { Caller } from "./authenticate.ts";
import { type CollectedBody, collect, collectBody, sha256Hex, verifiedBySha256 } from "./body.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { Target } from "./identify.ts";
import { createChunkVerifier } from "./signature/chunk-signature.ts";
import { queryParameter, type Signature } from "./signature/signature.ts";

/** A request's body, read as far as the signature needs it. */
export interface Payload {
  /** The head without what belonged to the body's framing. */
  readonly head: RequestHead;
  /** The hash that the signature covers. */
  readonly hash: () => string;
  /** Checksums sent behind the body; complete once it has been read. */
  readonly trailers: () => Readonly<Record<string, string>>;
  /** The bytes to decode. Only now, when the caller is known, a framed body begins to flow: each chunk's signature is his. */
  readonly open: (caller: Caller) => Promise<Buffer | Readable>;
}

export interface Form extends CollectedBody {
  readonly parameters: URLSearchParams;
}

export function isForm({ headers }: HttpRequest): boolean {
  return headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
}

export async function readForm(request: HttpRequest): Promise<Form> {
  const body = await collectBody(request);
  return { ...body, parameters: new URLSearchParams(body.content.toString("utf8")) };
}

/** Collects a body, or prepares one that is streamed. S3's may be framed (aws-chunked); every other service's is plain. */
export async function readPayload(
  request: HttpRequest,
  target: Target,
  signature: Signature | undefined,
  streams: boolean,
  form: Form | undefined,
): Promise<Payload> {
  const announced = announcedHash(request, signature);
  if (target.facts.name !== "s3") {
    const { raw, content } = form ?? (await collectBody(request));
    return { head: request, trailers: noTrailers, hash: () => sha256Hex(raw), open: async () => content };
  }
  const hash = () => announced ?? "UNSIGNED-PAYLOAD";
  if (announced?.startsWith("STREAMING-")) return chunkedPayload(request, signature, streams, hash);
  if (streams) checkLength(request);
  return {
    // Whoever only says so has not framed it: the bytes are those that the hash is of.
    head: namesChunks(request) ? withoutFraming(request) : request,
    trailers: noTrailers,
    hash,
    open: async () => {
      const body = isHex(announced) ? verifiedBySha256(request.body, announced) : request.body;
      if (streams) return body;
      const collected = form?.raw ?? (await collect(body, request.headers["content-length"]));
      if (collected.length > 0) checkDigests(request, collected, request.headers);
      return collected;
    },
  };
}

function chunkedPayload(
  request: HttpRequest,
  signature: Signature | undefined,
  streams: boolean,
  hash: () => string,
): Payload {
  let decoder: AwsChunkedDecoder | undefined;
  const decodedBytes = decodedLength(request);
  return {
    head: withoutFraming(request),
    hash,
    trailers: () => decoder?.trailers ?? {},
    open: async (caller) => {
      const isSigned = hash().startsWith("STREAMING-AWS4-HMAC-SHA256");
      const verifier = isSigned ? createChunkVerifier(signature, caller) : undefined;
      decoder = new AwsChunkedDecoder({
        expectedBytes: decodedBytes,
        expectedTrailers: request.headers["x-amz-trailer"]?.split(",").map((name) => name.trim().toLowerCase()),
        ...verifier,
        // Without its signature a trailer might as well be another's, or have been taken away.
        ...(!hash().endsWith("-TRAILER") && { verifyTrailer: undefined }),
      });
      const framed = decoder;
      request.body.on("error", (error) => framed.destroy(error));
      request.body.pipe(framed);
      if (streams) return framed;
      const collected = await collect(framed);
      checkDigests(request, collected, { ...request.headers, ...framed.trailers });
      return collected;
    },
  };
}

/** CompleteMultipartUpload's checksum headers are about the object, not about its body. */
function checkDigests({ query }: HttpRequest, body: Buffer, headers: Readonly<Record<string, string>>): void {
  if (!query.some(([name]) => name === "uploadId")) checkBodyDigests(body, headers);
}

const noTrailers = (): Readonly<Record<string, string>> => ({});

/**
 * What the body is said to be. A presigner may have put it into the query; what somebody without the key adds as a header makes the signature
 * another one.
 */
function announcedHash(request: HttpRequest, signature: Signature | undefined): string | undefined {
  const header = request.headers["x-amz-content-sha256"];
  if (header !== undefined || signature?.place !== "query" || signature.version === "v2") return header;
  return queryParameter(request, "x-amz-content-sha256");
}

function namesChunks({ headers }: HttpRequest): boolean {
  return headers["content-encoding"]?.includes("aws-chunked") ?? false;
}

/** Throws MissingContentLength: of a framed body only this header tells its length. */
function decodedLength({ headers }: HttpRequest): number {
  const text = headers["x-amz-decoded-content-length"] ?? "";
  if (!/^\d{1,15}$/.test(text)) throw missingLength();
  return Number(text);
}

/** The stored object has the encoding and length of its content, not of the way it travelled. */
function withoutFraming(request: HttpRequest): RequestHead {
  const headers: Record<string, string> = { ...request.headers };
  const rest = headers["content-encoding"]
    ?.split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "aws-chunked" && each !== "");
  if (rest?.length) headers["content-encoding"] = rest.join(",");
  else delete headers["content-encoding"];
  const length = headers["x-amz-decoded-content-length"];
  if (length !== undefined) headers["content-length"] = length;
  return { method: request.method, path: request.path, query: request.query, headers };
}

function checkLength({ headers }: HttpRequest): void {
  if (headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined) return;
  throw missingLength();
}

function missingLength(): AwsError {
  return new AwsError("MissingContentLength", "You must provide the Content-Length HTTP header.", { status: 411 });
}

function isHex(hash: string | undefined): hash is string {
  return hash !== undefined && /^[0-9a-f]{64}$/i.test(hash);
}
