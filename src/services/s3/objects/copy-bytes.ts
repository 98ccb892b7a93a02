import type { Algorithm } from "../checksums/algorithms.ts";
import { limits } from "../limits.ts";
import type { S3Context } from "../operation.ts";
import type { ByteRange } from "./bodies.ts";
import { type ReceivedBody, receiveBody } from "./receive-body.ts";
import type { StoredObject } from "./stored-object.ts";

/** All bytes of an object, for a new one. */
export async function copyObjectBytes(
  context: S3Context,
  object: StoredObject,
  algorithm: Algorithm,
  keys: CustomerKeys,
): Promise<ReceivedBody> {
  const whole = (keys.source ?? keys.target) ? undefined : await takeWhole(context, object, algorithm);
  if (whole) return whole;
  const { sizeBytes } = object;
  const body = await context.state.bodies.open(object, { start: 0, end: sizeBytes }, keys.source);
  return receiveBody(context, {
    body,
    algorithms: [algorithm],
    limitBytes: sizeBytes,
    inRowBytes: limits.bodyInRowBytes,
    customerKey: keys.target,
    check: () => {},
  });
}

/** What the source's bytes are encrypted with and the copy's are to be, where these are the client's keys. */
export interface CustomerKeys {
  readonly source: Buffer | undefined;
  readonly target: Buffer | undefined;
}

/** A range of an object's bytes, for a part. */
export async function copyRange(
  context: S3Context,
  object: StoredObject,
  algorithm: Algorithm,
  range: ByteRange,
  keys: CustomerKeys,
): Promise<ReceivedBody> {
  const body = await context.state.bodies.open(object, range, keys.source);
  return receiveBody(context, {
    body,
    algorithms: [algorithm],
    limitBytes: range.end - range.start,
    inRowBytes: 0,
    customerKey: keys.target,
    check: () => {},
  });
}

/** One blob whose digests are known already is not read: the store has its own way to make another of it. */
async function takeWhole(
  context: S3Context,
  { content, checksum, etag, sizeBytes, isMultipart, attributes }: StoredObject,
  algorithm: Algorithm,
): Promise<ReceivedBody | undefined> {
  const [only] = content;
  const isKnown = checksum?.algorithm === algorithm && checksum.type === "FULL_OBJECT";
  // An encrypted object's ETag is not its digest.
  if (isMultipart || !only || content.length > 1 || !isKnown || attributes.encryption) return undefined;
  const { name } = await context.host.blobs.copy(only.blob);
  const digest = Buffer.from(checksum.value, "base64");
  return {
    sizeBytes,
    md5: Buffer.from(etag, "hex"),
    content: [{ blob: name, sizeBytes }],
    body: undefined,
    checksumOf: () => digest,
  };
}
