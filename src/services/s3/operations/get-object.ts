import type { Readable } from "node:stream";
import { openBucket } from "../buckets/open-bucket.ts";
import { keyToRead } from "../encryption/customer-key.ts";
import { invalidRequest } from "../errors.ts";
import type { S3Context, S3Input, S3Operation } from "../model.ts";
import { rangeOf } from "../objects/byte-range.ts";
import { checkReadable } from "../objects/check-readable.ts";
import { checkVersionConditions } from "../objects/check-version-conditions.ts";
import { type FoundVersion, findVersion } from "../objects/find-version.ts";
import { toObjectOutput } from "../objects/to-object-output.ts";

type Input = S3Input<"GetObject">;

/** An object's bytes, all or a range, with its headers, which a signed request may override. */
export const getObject: S3Operation<"GetObject"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const overrides = overridesOf(input, context);
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
    const body = await bodies.open(object, range ?? { start: 0, end: object.sizeBytes }, key);
    body.once("close", held.release);
    const facts = answer(context, held.found, input, range);
    if (overrides.Expires) delete context.responseHeaders.expires;
    return { ...facts, ...overrides, Body: body as Readable };
  } catch (error) {
    held.release();
    throw error;
  }
};

function answer(context: S3Context, found: FoundVersion, input: Input, range: ReturnType<typeof rangeOf>) {
  return toObjectOutput(context, found, { range, PartNumber: input.PartNumber, ChecksumMode: input.ChecksumMode });
}

/** `response-content-type` and its like, which presigned URLs use. */
function overridesOf(input: Input, context: S3Context) {
  const overrides = {
    ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseContentDisposition !== undefined && { ContentDisposition: input.ResponseContentDisposition }),
    ...(input.ResponseContentEncoding !== undefined && { ContentEncoding: input.ResponseContentEncoding }),
    ...(input.ResponseContentLanguage !== undefined && { ContentLanguage: input.ResponseContentLanguage }),
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ...(input.ResponseExpires !== undefined && { Expires: input.ResponseExpires }),
  };
  if (context.principal.kind === "anonymous" && Object.keys(overrides).length > 0) {
    throw invalidRequest("Request specific response headers cannot be used for anonymous GET requests.");
  }
  return overrides;
}
