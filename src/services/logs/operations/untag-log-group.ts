import { changeGroup } from "../groups/change-group.ts";
import type { LogsOperation } from "../operation.ts";
import { removeTags } from "../tags/tags.ts";

/** The older form of UntagResource, by name. */
export const untagLogGroup: LogsOperation<"UntagLogGroup"> = async ({ logGroupName, tags }, context) => {
  await changeGroup(context, logGroupName, (group) => removeTags(group.tags, tags));
  return {};
};
