import { resourceNotFound } from "../errors.ts";
import { changeGroup } from "../groups/change-group.ts";
import type { LogsOperation } from "../operation.ts";
import { removeTags, taggedGroup } from "../tags/tags.ts";

export const untagResource: LogsOperation<"UntagResource"> = async ({ resourceArn, tagKeys }, context) => {
  await changeGroup(
    context,
    taggedGroup(resourceArn, context),
    (group) => removeTags(group.tags, tagKeys),
    resourceNotFound,
  );
  return {};
};
