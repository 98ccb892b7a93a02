import { fail } from "../../../platform/aws-error.ts";
import { readSetting } from "../buckets/settings.ts";
import { noSuchTagSet } from "../errors.ts";
import type { S3Operation } from "../operation.ts";
import { toTagSet } from "../tags/tags.ts";

export const getBucketTagging: S3Operation<"GetBucketTagging"> = async (input, context) => {
  const { bucket, value } = await readSetting(context, input, "tags");
  return { TagSet: toTagSet(JSON.parse(value ?? fail(noSuchTagSet(bucket.name)))) };
};
