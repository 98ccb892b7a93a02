import { changeGroup } from "../change-group.ts";
import type { LogsOperation } from "../service-context.ts";
import { removeTags } from "../tags.ts";

/** The older form of UntagResource, by name. */
export const untagLogGroup: LogsOperation<"UntagLogGroup"> = async ({ logGroupName, tags }, context) => {
  await changeGroup(context, logGroupName, (group) => removeTags(group.tags, tags));
  return {};
};
