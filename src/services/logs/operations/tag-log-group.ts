import { changeGroup } from "../groups/change-group.ts";
import type { LogsOperation } from "../operation.ts";
import { addTags } from "../tags/tags.ts";

/** The older form of TagResource, by name. */
export const tagLogGroup: LogsOperation<"TagLogGroup"> = async ({ logGroupName, tags }, context) => {
  await changeGroup(context, logGroupName, (group) => addTags(group.tags, tags));
  return {};
};
