import { fail } from "../../../platform/aws-error.ts";
import { toTagList } from "../../tags.ts";
import { taggedNotFound } from "../errors.ts";
import type { DynamoDbOperation } from "../operation.ts";
import { toTagged } from "../tags/find-tagged.ts";

/** A table's tags: there are so few that one page has them. */
export const listTagsOfResource: DynamoDbOperation<"ListTagsOfResource"> = async ({ ResourceArn: arn }, context) => {
  const name = toTagged(context, "ListTagsOfResource", arn);
  const { tags } = (await context.state.tables.find(name)) ?? fail(taggedNotFound(arn ?? ""));
  return { Tags: toTagList(tags) };
};
