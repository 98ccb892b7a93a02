import type { Algorithm } from "../checksums/algorithms.ts";
import type { S3Context } from "../model.ts";
import type { ByteRange } from "./bodies.ts";
import { type ReceivedBody, receiveBody } from "./receive-body.ts";
import type { StoredObject } from "./stored-object.ts";

/** Copies an object's bytes, or a range of them, into a new blob, computing their digests anew. */
export async function copyBytes(
  context: S3Context,
  { content, sizeBytes }: StoredObject,
  algorithm: Algorithm,
  range: ByteRange = { start: 0, end: sizeBytes },
): Promise<ReceivedBody> {
  const body = await context.state.bodies.open(content, range);
  return receiveBody(context, { body, algorithms: [algorithm], limitBytes: range.end - range.start, check: () => {} });
}
