import { Readable } from "node:stream";
import { openBucket } from "../buckets/open-bucket.ts";
import { keyToRead } from "../encryption/customer-key.ts";
import { refuseEncryptionHeader } from "../encryption/refuse-encryption-header.ts";
import { rangeOf } from "../objects/byte-range.ts";
import { checkReadable } from "../objects/check-readable.ts";
import { checkVersionConditions } from "../objects/check-version-conditions.ts";
import { findVersion } from "../objects/find-version.ts";
import { overriddenHeaders } from "../objects/overridden-headers.ts";
import { toObjectOutput } from "../objects/to-object-output.ts";
import { hasHideableParts, noHiddenParts, visiblePartsOf } from "../objects/visible-parts.ts";
import type { S3Operation } from "../operation.ts";

/** An object's bytes, all or a range, with its headers, which a signed request may override. */
export const getObject: S3Operation<"GetObject"> = async (input, context) => {
  refuseEncryptionHeader(context);
  const bucket = await openBucket(context, input);
  const overrides = overriddenHeaders(input, context);
  const { bodies } = context.state;
  const held = await bodies.hold(
    () => findVersion(context, bucket, input),
    ({ object }) => object.content,
  );
  try {
    const { object } = held.found;
    checkVersionConditions(context, object, input);
    checkReadable(object, context.host.clock.nowMs());
    const key = keyToRead(object.attributes.encryption, input);
    const range = rangeOf(object, input);
    const visible = hasHideableParts(object) ? await visiblePartsOf(context, object, input) : noHiddenParts;
    const body = await bodies.open(object, range ?? { start: 0, end: object.sizeBytes }, key);
    const isStream = body instanceof Readable;
    if (isStream) body.once("close", held.release);
    else held.release();
    try {
      return { ...toObjectOutput(context, held.found, { ...input, range }, visible), ...overrides, Body: body };
    } catch (error) {
      if (isStream) body.destroy();
      throw error;
    }
  } catch (error) {
    held.release();
    throw error;
  }
};
