import { changeGroup } from "../change-group.ts";
import { resourceNotFound } from "../errors.ts";
import type { LogsOperation } from "../service-context.ts";
import { removeTags, taggedGroup } from "../tags.ts";

export const untagResource: LogsOperation<"UntagResource"> = async ({ resourceArn, tagKeys }, context) => {
  await changeGroup(
    context,
    taggedGroup(resourceArn, context),
    (group) => removeTags(group.tags, tagKeys),
    resourceNotFound,
  );
  return {};
};
