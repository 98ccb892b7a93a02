import { isNamed } from "../../../platform/aws-error.ts";
import { toTagList } from "../../tags.ts";
import { openBucket } from "../buckets/open-bucket.ts";
import { methodNotAllowed, noSuchKey } from "../errors.ts";
import type { S3Input } from "../model.ts";
import { findVersion } from "../objects/find-version.ts";
import type { S3Context, S3Operation } from "../operation.ts";

/** An object without tags has an empty set. */
export const getObjectTagging: S3Operation<"GetObjectTagging"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const { object, isVersioned } = await findVersion(context, bucket, input).catch((error: unknown) => {
    throw inWordsOfTagging(error, input, context);
  });
  return { TagSet: toTagList(object.tags), VersionId: isVersioned ? object.versionId : undefined };
};

/** Alone of all S3 names a missing key with its bucket here, and a delete marker though nobody has named its version. */
function inWordsOfTagging(error: unknown, { Bucket, Key }: S3Input<"GetObjectTagging">, context: S3Context): unknown {
  if (!isNamed(error, "NoSuchKey")) return error;
  if (context.responseHeaders["x-amz-delete-marker"] !== undefined) return methodNotAllowed("GET", "DeleteMarker");
  return noSuchKey(`${Bucket}/${Key}`);
}
