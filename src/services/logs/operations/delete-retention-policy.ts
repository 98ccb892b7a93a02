import { changeGroup } from "../groups/change-group.ts";
import type { LogsOperation } from "../operation.ts";

/** From now on the group keeps its events for ever. */
export const deleteRetentionPolicy: LogsOperation<"DeleteRetentionPolicy"> = async ({ logGroupName }, context) => {
  await changeGroup(context, logGroupName, () => ({ retentionDays: undefined }));
  return {};
};
