import { isNamed } from "../../../platform/aws-error.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { keyToRead } from "../encryption/customer-key.ts";
import { refuseEncryptionHeader } from "../encryption/refuse-encryption-header.ts";
import { notFound } from "../errors.ts";
import type { S3Input } from "../model.ts";
import { rangeOf } from "../objects/byte-range.ts";
import { checkVersionConditions } from "../objects/check-version-conditions.ts";
import { findVersion } from "../objects/find-version.ts";
import { overriddenHeaders } from "../objects/overridden-headers.ts";
import { toObjectOutput } from "../objects/to-object-output.ts";
import { hasHideableParts, noHiddenParts, visiblePartsOf } from "../objects/visible-parts.ts";
import type { S3Context, S3Operation } from "../operation.ts";

/** GetObject's headers without its body. */
export const headObject: S3Operation<"HeadObject"> = async (input, context) => {
  refuseEncryptionHeader(context);
  const overrides = overriddenHeaders(input, context);
  const found = await find(context, input);
  checkVersionConditions(context, found.object, input);
  keyToRead(found.object.attributes.encryption, input);
  const range = rangeOf(found.object, input);
  const { object } = found;
  const visible = hasHideableParts(object) ? await visiblePartsOf(context, object, input) : noHiddenParts;
  return { ...toObjectOutput(context, found, { ...input, range }, visible), ...overrides };
};

/** A HEAD answer has no body for a code, so all that is missing is the same 404. */
async function find(context: S3Context, input: S3Input<"HeadObject">) {
  try {
    return await findVersion(context, await openBucket(context, input), input);
  } catch (error) {
    const isMissing = ["NoSuchKey", "NoSuchBucket", "NoSuchVersion"].some((code) => isNamed(error, code));
    throw isMissing ? notFound() : error;
  }
}
