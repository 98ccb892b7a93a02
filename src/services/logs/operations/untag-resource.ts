import { changeGroup } from "../change-group.ts";
import { resourceNotFound } from "../errors.ts";
import { groupNameOf } from "../log-group.ts";
import type { LogsOperation } from "../service-context.ts";
import { removeTags } from "../tags.ts";

export const untagResource: LogsOperation<"UntagResource"> = async ({ resourceArn, tagKeys }, context) => {
  await changeGroup(context, groupNameOf(resourceArn), (group) => removeTags(group.tags, tagKeys), resourceNotFound);
  return {};
};
