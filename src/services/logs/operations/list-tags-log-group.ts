import { findGroup } from "../log-group.ts";
import type { LogsOperation } from "../service-context.ts";

/** The older form of ListTagsForResource, by name. */
export const listTagsLogGroup: LogsOperation<"ListTagsLogGroup"> = async ({ logGroupName }, context) => ({
  tags: { ...(await findGroup(context, logGroupName)).tags },
});
