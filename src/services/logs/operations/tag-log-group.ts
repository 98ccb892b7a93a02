import { changeGroup } from "../change-group.ts";
import type { LogsOperation } from "../service-context.ts";
import { addTags } from "../tags.ts";

/** The older form of TagResource, by name. */
export const tagLogGroup: LogsOperation<"TagLogGroup"> = async ({ logGroupName, tags }, context) => {
  await changeGroup(context, logGroupName, (group) => addTags(group.tags, tags));
  return {};
};
