import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { fail } from "../../../platform/aws-error.ts";
import { type Algorithm, factsOf } from "../checksums/algorithms.ts";
import type { Hasher } from "../checksums/hasher.ts";
import { encrypted, ivBytes } from "../encryption/customer-cipher.ts";
import { badMd5, entityTooLarge, invalidDigest } from "../errors.ts";
import type { S3Context } from "../operation.ts";
import { type KeptBytes, keepBytes } from "./keep-bytes.ts";
import { blobsOf, type StoredObject } from "./stored-object.ts";

/** Bytes that came in and are in no row yet: in the blob store, or here if they are few. */
export interface ReceivedBody extends Pick<StoredObject, "content" | "body"> {
  readonly sizeBytes: number;
  readonly md5: Buffer;
  /** The digest by one of the algorithms asked for. */
  checksumOf(algorithm: Algorithm): Buffer;
}

export interface BodyToReceive {
  readonly body: Readable | Uint8Array | string | undefined;
  readonly algorithms: readonly Algorithm[];
  readonly limitBytes: number;
  /** Up to so many bytes are given back instead of written. */
  readonly inRowBytes: number;
  /** Encrypts what is kept. The digests are those of the bytes as they came. */
  readonly customerKey?: Buffer | undefined;
  /** Throws if the bytes are not those announced; nothing of them is kept then. */
  readonly check: (received: ReceivedBody) => void;
}

/**
 * Takes in a body as it arrives and computes its digests on the way; no more than a few chunks are in memory. Throws
 * EntityTooLarge.
 */
export async function receiveBody(context: S3Context, toReceive: BodyToReceive): Promise<ReceivedBody> {
  const md5 = createHash("md5");
  const hashers = new Map(toReceive.algorithms.map((algorithm) => [algorithm, factsOf(algorithm).create()]));
  const chunks = hashedChunks(chunksOf(toReceive.body), [md5, ...hashers.values()], toReceive.limitBytes);
  const kept = await keep(context, chunks, toReceive);
  const checksums = new Map([...hashers].map(([algorithm, hasher]) => [algorithm, hasher.digest()]));
  const received: ReceivedBody = {
    ...kept,
    md5: md5.digest(),
    checksumOf: (algorithm) => checksums.get(algorithm) ?? fail(new Error(`${algorithm} was not asked for`)),
  };
  try {
    toReceive.check(received);
    return received;
  } catch (error) {
    context.state.bodies.discard(blobsOf(received));
    throw error;
  }
}

/** Encrypted bytes are always in a blob, which has their counter's beginning beside it. */
async function keep(
  context: S3Context,
  chunks: AsyncGenerator<Uint8Array>,
  { customerKey, inRowBytes }: BodyToReceive,
): Promise<KeptBytes> {
  const { blobs, random } = context.host;
  if (!customerKey) return keepBytes(blobs, chunks, inRowBytes);
  const iv = random.bytes(ivBytes);
  const kept = await keepBytes(blobs, encrypted(chunks, customerKey, iv), 0);
  return { ...kept, content: kept.content.map((part) => ({ ...part, iv: iv.toString("base64") })) };
}

/** Throws InvalidDigest for a Content-MD5 that cannot be one, and gives its bytes. */
export function readContentMd5(value: string | undefined): Buffer | undefined {
  if (value === undefined) return undefined;
  const bytes = Buffer.from(value, "base64");
  if (bytes.length !== 16) throw invalidDigest(value);
  return bytes;
}

/** Throws BadDigest, which tells an object's digest in hexadecimal and a part's in base 64. Source: recorded answers. */
export function checkContentMd5(
  expected: Buffer | undefined,
  { md5 }: ReceivedBody,
  shownAs: "hex" | "base64" = "hex",
): void {
  if (!expected || expected.equals(md5)) return;
  throw badMd5(expected.toString(shownAs), md5.toString("base64"));
}

async function* chunksOf(body: BodyToReceive["body"]): AsyncGenerator<Uint8Array> {
  if (body === undefined) return;
  if (typeof body === "string" || body instanceof Uint8Array) yield Buffer.from(body as string);
  else yield* body;
}

async function* hashedChunks(
  source: AsyncIterable<Uint8Array>,
  hashers: readonly Hasher[],
  limitBytes: number,
): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes > limitBytes) throw entityTooLarge(sizeBytes, limitBytes);
    for (const hasher of hashers) hasher.update(chunk);
    yield chunk;
  }
}
