import { writeSetting } from "../buckets/settings.ts";
import type { S3Operation } from "../operation.ts";
import { checkTags } from "../tags/tags.ts";

/** Replaces all tags of the bucket. */
export const putBucketTagging: S3Operation<"PutBucketTagging"> = async (input, context) => {
  const tags = checkTags(input.Tagging.TagSet ?? [], "bucket");
  const isEmpty = Object.keys(tags).length === 0;
  await writeSetting(context, input, "tags", isEmpty ? undefined : JSON.stringify(tags));
  context.responseStatus = 204;
  return {};
};
