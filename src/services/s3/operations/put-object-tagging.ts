import { changeTags } from "../objects/change-tags.ts";
import type { S3Operation } from "../operation.ts";
import { checkTags } from "../tags/tags.ts";

/** Replaces all tags of an object. */
export const putObjectTagging: S3Operation<"PutObjectTagging"> = async (input, context) => {
  const tags = checkTags(input.Tagging.TagSet ?? [], "object");
  return { VersionId: await changeTags(context, input, tags, "ObjectTagging:Put") };
};
