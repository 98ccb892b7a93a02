import { resourceNotFound } from "../errors.ts";
import { changeGroup } from "../groups/change-group.ts";
import type { LogsOperation } from "../operation.ts";
import { addTags, taggedGroup } from "../tags/tags.ts";

/** Of what can be tagged there are log groups. */
export const tagResource: LogsOperation<"TagResource"> = async ({ resourceArn, tags }, context) => {
  await changeGroup(context, taggedGroup(resourceArn, context), (group) => addTags(group.tags, tags), resourceNotFound);
  return {};
};
