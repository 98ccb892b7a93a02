import { fail } from "../../../platform/aws-error.ts";
import { withoutTags } from "../../tags.ts";
import { resourceDoesNotExist } from "../errors.ts";
import type { SnsOperation } from "../operation.ts";
import { findTagged } from "../tags/find-tagged.ts";

export const untagResource: SnsOperation<"UntagResource"> = async ({ ResourceArn, TagKeys = [] }, context) => {
  const known = await findTagged(context, ResourceArn);
  const found = await context.state.topics.change(known, (topic) => ({
    ...topic,
    tags: withoutTags(topic.tags, TagKeys),
  }));
  if (!found) fail(resourceDoesNotExist());
  return {};
};
