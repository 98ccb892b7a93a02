import { fail } from "../../../platform/aws-error.ts";
import { withoutTags } from "../../tags.ts";
import { resourceNotFound, validationException } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { changeTags, toTagged } from "../tags/find-tagged.ts";

/** Takes tags from a table; those that it has not are none to take. */
export const untagResource: DynamoDbOperation<"UntagResource"> = async (input, context) => {
  const { ResourceArn: arn, TagKeys: keys } = input;
  const name = toTagged(context, "UntagResource", arn, { tagKeys: keys });
  if (!keys?.length) throw validationException("Atleast one Tag Key needs to be provided as Input.");
  if (!(await context.state.tables.find(name))) fail(resourceNotFound());
  await changeTags(context, name, arn ?? "", (tags) => withoutTags(tags, keys));
  return {};
};
