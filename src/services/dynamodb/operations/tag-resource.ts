import { validationException } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { toTags } from "../tags/check-tags.ts";
import { changeTags, toTagged } from "../tags/find-tagged.ts";

/** Gives a table tags, or other values to those it has. */
export const tagResource: DynamoDbOperation<"TagResource"> = async ({ ResourceArn: arn, Tags }, context) => {
  const name = toTagged(context, "TagResource", arn, { tags: Tags });
  if (!Tags?.length) throw validationException("Atleast one Tag needs to be provided as Input.");
  await changeTags(context, name, arn ?? "", (tags) => toTags(Tags, tags));
  return {};
};
