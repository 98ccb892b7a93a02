import { changeGroup } from "../change-group.ts";
import { resourceNotFound } from "../errors.ts";
import { groupNameOf } from "../log-group.ts";
import type { LogsOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";

/** Of what can be tagged there are log groups. */
export const tagResource: LogsOperation<"TagResource"> = async ({ resourceArn, tags }, context) => {
  await changeGroup(context, groupNameOf(resourceArn), (group) => addTags(group.tags, tags), resourceNotFound);
  return {};
};
