import type { Algorithm } from "../checksums/algorithms.ts";
import { limits } from "../limits.ts";
import type { S3Context } from "../model.ts";
import type { ByteRange } from "./bodies.ts";
import { type ReceivedBody, receiveBody } from "./receive-body.ts";
import type { StoredObject } from "./stored-object.ts";

/** All bytes of an object, for a new one. */
export async function copyObjectBytes(
  context: S3Context,
  object: StoredObject,
  algorithm: Algorithm,
): Promise<ReceivedBody> {
  return (await takeWhole(context, object, algorithm)) ?? copyAll(context, object, algorithm);
}

/** A range of an object's bytes, for a part. */
export async function copyRange(
  context: S3Context,
  object: StoredObject,
  algorithm: Algorithm,
  range: ByteRange,
): Promise<ReceivedBody> {
  const body = await context.state.bodies.open(object, range);
  const limitBytes = range.end - range.start;
  return receiveBody(context, { body, algorithms: [algorithm], limitBytes, inRowBytes: 0, check: () => {} });
}

/** One blob whose digests are known already is not read: the store has its own way to make another of it. */
async function takeWhole(
  context: S3Context,
  { content, checksum, etag, sizeBytes, isMultipart }: StoredObject,
  algorithm: Algorithm,
): Promise<ReceivedBody | undefined> {
  const [only] = content;
  const isKnown = checksum?.algorithm === algorithm && checksum.type === "FULL_OBJECT";
  if (isMultipart || !only || content.length > 1 || !isKnown) return undefined;
  const { name } = await context.host.blobs.concat([only.blob]);
  const digest = Buffer.from(checksum.value, "base64");
  return {
    sizeBytes,
    md5: Buffer.from(etag, "hex"),
    content: [{ blob: name, sizeBytes }],
    body: undefined,
    checksumOf: () => digest,
  };
}

async function copyAll(context: S3Context, object: StoredObject, algorithm: Algorithm): Promise<ReceivedBody> {
  const { sizeBytes } = object;
  const body = await context.state.bodies.open(object, { start: 0, end: sizeBytes });
  const inRowBytes = limits.bodyInRowBytes;
  return receiveBody(context, { body, algorithms: [algorithm], limitBytes: sizeBytes, inRowBytes, check: () => {} });
}
