import { setActionsEnabled } from "../alarms/set-actions-enabled.ts";
import type { CloudWatchOperation } from "../operation.ts";

export const disableAlarmActions: CloudWatchOperation<"DisableAlarmActions"> = async ({ AlarmNames }, context) => {
  await setActionsEnabled(context, AlarmNames, false);
  return {};
};
