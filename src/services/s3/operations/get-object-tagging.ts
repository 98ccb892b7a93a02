import { openBucket } from "../buckets/open-bucket.ts";
import type { S3Operation } from "../model.ts";
import { findVersion } from "../objects/find-version.ts";
import { toTagSet } from "../tags.ts";

/** An object without tags has an empty set. */
export const getObjectTagging: S3Operation<"GetObjectTagging"> = async (input, context) => {
  const bucket = await openBucket(context, input);
  const { object, isVersioned } = await findVersion(context, bucket, input);
  return { TagSet: toTagSet(object.tags), VersionId: isVersioned ? object.versionId : undefined };
};
