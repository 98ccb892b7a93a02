import { changeGroup } from "../change-group.ts";
import { resourceNotFound } from "../errors.ts";
import type { LogsOperation } from "../service-context.ts";
import { addTags, taggedGroup } from "../tags.ts";

/** Of what can be tagged there are log groups. */
export const tagResource: LogsOperation<"TagResource"> = async ({ resourceArn, tags }, context) => {
  await changeGroup(context, taggedGroup(resourceArn, context), (group) => addTags(group.tags, tags), resourceNotFound);
  return {};
};
