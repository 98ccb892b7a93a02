import { findGroup } from "../groups/find-group.ts";
import type { LogsOperation } from "../operation.ts";

/** The older form of ListTagsForResource, by name. */
export const listTagsLogGroup: LogsOperation<"ListTagsLogGroup"> = async ({ logGroupName }, context) => ({
  tags: { ...(await findGroup(context, logGroupName)).tags },
});
