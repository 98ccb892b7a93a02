import { writeSetting } from "../buckets/settings.ts";
import { limits } from "../limits.ts";
import type { S3Operation } from "../model.ts";
import { checkTags } from "../tags.ts";

/** Replaces all tags of the bucket. */
export const putBucketTagging: S3Operation<"PutBucketTagging"> = async (input, context) => {
  const tags = checkTags(input.Tagging.TagSet ?? [], limits.bucketTags);
  await writeSetting(context, input, "tags", JSON.stringify(tags));
  return {};
};
