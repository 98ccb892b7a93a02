import { setActionsEnabled } from "../alarms/set-actions-enabled.ts";
import type { CloudWatchOperation } from "../operation.ts";

export const enableAlarmActions: CloudWatchOperation<"EnableAlarmActions"> = async ({ AlarmNames }, context) => {
  await setActionsEnabled(context, AlarmNames, true);
  return {};
};
