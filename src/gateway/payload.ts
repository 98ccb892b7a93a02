import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { AwsError } from "../platform/aws-error.ts";
import { queryParameter, type Signature } from "../services/signature/signature.ts";
import type { BodyHabits } from "../services/wire-habits.ts";
import { AwsChunkedDecoder } from "../wire/aws-chunked.ts";
import { formPairs } from "../wire/codec/form-pairs.ts";
import { limits } from "../wire/codec/limits.ts";
import type { RequestHead } from "../wire/wire.ts";
import { authErrorsOf } from "./auth-errors.ts";
import type { Caller } from "./authenticate.ts";
import { checkSha256, hashedInOneGoBytes, sha256Hex, sha256HexPaced, sha256Verifier } from "./content-sha256.ts";
import type { HttpRequest } from "./http/http-request.ts";
import type { Target } from "./identify.ts";
import { signedText } from "./signature/canonical-request.ts";
import { createChunkVerifier } from "./signature/chunk-signature.ts";

/** A request's body, of which no more is read before its caller is known than the signature needs. */
export interface Payload {
  /** The head without what belonged to the body's framing. */
  readonly head: RequestHead;
  /** Reads the body if nothing but its bytes tells the hash; to be called before `hash`. */
  readonly readForHash: () => Promise<void>;
  /** The hash that the signature covers: of the bytes as they were sent, or as the client claims them to be. */
  readonly hash: () => string;
  /** Checksums sent behind the body; complete once it has been read. */
  readonly trailers: () => Readonly<Record<string, string>>;
  /**
   * The bytes to decode, unpacked, and those claimed. Only now, when the caller is known, a framed body begins to flow: each chunk's
   * signature is his.
   */
  readonly open: (caller: Caller) => Promise<Buffer | Readable>;
}

/** A form (`speaksForms`) is read before its service is known: what it asks for stands in it. */
export interface Form {
  readonly raw: Buffer;
  /** Its `Action` and `Version`; nothing of a form that is packed. */
  readonly parameters: URLSearchParams;
}

/** What the payload is read for. */
export interface PayloadOptions {
  readonly operation: string;
  /** The body is handed on as it arrives. */
  readonly streams: boolean;
  readonly limitBytes: number;
}

/** A megabyte of text, each character percent-encoded, and its names. */
const mostFormBytes = 4 * 1024 * 1024;

export async function readForm(request: HttpRequest): Promise<Form> {
  const raw = await request.body.collect(mostFormBytes);
  return { raw, parameters: isPacked(request) ? new URLSearchParams() : actionOf(raw) };
}

/** For a form that is packed, once its sender is known. */
export async function unpackForm(request: HttpRequest, { raw }: Form): Promise<Form> {
  return { raw, parameters: actionOf(await unpack(request, raw, mostFormBytes)) };
}

export function isPacked({ headers }: HttpRequest): boolean {
  return headers["content-encoding"]?.toLowerCase() === "gzip";
}

/** Of the names that a form may have at most, these two. */
function actionOf(form: Buffer): URLSearchParams {
  const found = new URLSearchParams();
  let names = 0;
  for (const [name, value] of formPairs(form.toString("utf8"))) {
    if (++names > limits.formKeys) break;
    if ((name === "Action" || name === "Version") && !found.has(name)) found.set(name, value);
  }
  return found;
}

/** Collects a body, or prepares one that is streamed. Where its service has such bodies it may be framed (aws-chunked); any other is plain. */
export function preparePayload(
  request: HttpRequest,
  target: Target,
  signature: Signature | undefined,
  options: PayloadOptions,
  form: Form | undefined,
): Payload {
  const announced = announcedHash(request, signature);
  const { bodies } = target.habits;
  if (!bodies) return plainPayload(request, target, signature, options, form);
  const hash = () => announced ?? "UNSIGNED-PAYLOAD";
  if (announced?.startsWith("STREAMING-")) return chunkedPayload(request, signature, options, hash, bodies);
  if (options.streams) checkLength(request);
  return {
    // Whoever only says so has not framed it: the bytes are those that the hash is of.
    head: namesChunks(request) ? withoutFraming(request) : request,
    trailers: noTrailers,
    readForHash: nothingToRead,
    hash,
    open: async () => {
      const { body } = request;
      const claimed = isHex(announced) ? announced : undefined;
      if (options.streams)
        return claimed === undefined ? body.stream() : body.through(sha256Verifier(claimed, bodies.wrongHash));
      const collected = form?.raw ?? (await body.collect(options.limitBytes, options.operation));
      if (claimed !== undefined) await checkSha256(collected, claimed, bodies.wrongHash);
      if (collected.length > 0) bodies.checkDigests(request, collected, request.headers);
      return collected;
    },
  };
}

/**
 * Where the client tells the hash it has signed, or signs none where the service takes that (of a snapshot's blocks, which have checksums of their own), the body waits until the
 * signature is found good.
 */
function plainPayload(
  request: HttpRequest,
  target: Target,
  signature: Signature | undefined,
  options: PayloadOptions,
  form: Form | undefined,
): Payload {
  const announced = request.headers["x-amz-content-sha256"];
  const claimed = isHex(announced) ? announced : undefined;
  const mayBeUnsigned = target.habits.unsignedBodies?.has(options.operation) ?? false;
  const isUnsigned = mayBeUnsigned && announced === "UNSIGNED-PAYLOAD";
  let raw = form?.raw;
  let hash: string | undefined;
  const read = async () => {
    raw ??= await request.body.collect(options.limitBytes, options.operation);
    return raw;
  };
  return {
    head: request,
    trailers: noTrailers,
    readForHash:
      claimed === undefined && !isUnsigned
        ? async () => {
            const bytes = await read();
            if (bytes.length > hashedInOneGoBytes) hash = await sha256HexPaced(bytes);
          }
        : nothingToRead,
    hash: () => (isUnsigned ? announced : (claimed ?? hash ?? sha256Hex(raw ?? noBytes))),
    open: async (caller) => {
      const bytes = await read();
      // In `open` mode signatures are counted, and bind nobody.
      if (claimed !== undefined && signature && caller.chunkKey !== undefined) {
        const computed = await sha256HexPaced(bytes);
        if (computed !== claimed.toLowerCase()) {
          const expected = signedText(request, signature, computed, target.habits.signsPathAsSent);
          throw authErrorsOf(target).signatureMismatch(signature, expected);
        }
      }
      return isPacked(request) ? unpack(request, bytes, options.limitBytes, options.operation) : bytes;
    },
  };
}

/** The bytes as they are meant, where the client said gzip (CloudWatch's clients do), within the limit that they have unpacked, too. */
async function unpack({ body }: HttpRequest, packed: Buffer, limitBytes: number, operation?: string): Promise<Buffer> {
  try {
    return await body.collectThrough(packed, createGunzip(), limitBytes, operation);
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new AwsError("SerializationException", "The request body is not valid gzip data.", { status: 400 });
  }
}

function chunkedPayload(
  request: HttpRequest,
  signature: Signature | undefined,
  { streams, limitBytes, operation }: PayloadOptions,
  hash: () => string,
  { checkDigests }: BodyHabits,
): Payload {
  let decoder: AwsChunkedDecoder | undefined;
  return {
    head: withoutFraming(request),
    readForHash: nothingToRead,
    hash,
    trailers: () => decoder?.trailers ?? {},
    open: async (caller) => {
      // Also what claims to be signed in another way than its request is (`…-ECDSA-…`): nothing else covers these bytes.
      const isSigned = hash().startsWith("STREAMING-AWS4-");
      const verifier = isSigned ? createChunkVerifier(signature, caller) : undefined;
      const framed = request.body.through(
        new AwsChunkedDecoder({
          // Said only to who is known. Source: recorded answers.
          expectedBytes: decodedLength(request),
          expectedTrailers: request.headers["x-amz-trailer"]?.split(",").map((name) => name.trim().toLowerCase()),
          ...verifier,
          // Without its signature a trailer might as well be another's, or have been taken away.
          ...(!hash().endsWith("-TRAILER") && { verifyTrailer: undefined }),
        }),
      );
      decoder = framed;
      if (streams) return framed;
      const collected = await request.body.collectStream(framed, limitBytes, operation);
      checkDigests(request, collected, { ...request.headers, ...framed.trailers });
      return collected;
    },
  };
}

const noBytes = Buffer.alloc(0);
const nothingToRead = (): Promise<void> => Promise.resolve();
const noTrailers = (): Readonly<Record<string, string>> => ({});

/**
 * What the body is said to be. A presigner may have put it into the query; what somebody without the key adds as a header makes the signature
 * another one.
 */
function announcedHash(request: HttpRequest, signature: Signature | undefined): string | undefined {
  const header = request.headers["x-amz-content-sha256"];
  // Only `open` mode gets as far as to the body of a request whose header lacks the hash.
  if (header === undefined && signature?.place === "header" && isFramed(request)) {
    return "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  }
  if (header !== undefined || signature?.place !== "query" || signature.version === "v2") return header;
  return queryParameter(request, "x-amz-content-sha256");
}

function isFramed(request: HttpRequest): boolean {
  return namesChunks(request) && request.headers["x-amz-decoded-content-length"] !== undefined;
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
