import { fail } from "../../../platform/aws-error.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import { alarmStore } from "../alarms/alarm-store.ts";
import { createStateChange } from "../alarms/change-state.ts";
import { alarmsNotFound, stateReasonDataIsNoJson } from "../errors.ts";
import type { CloudWatchOperation } from "../service-context.ts";

/** For trying an alarm's actions: the state lasts until the next evaluation. */
export const setAlarmState: CloudWatchOperation<"SetAlarmState"> = async (input, context) => {
  if (input.StateReasonData !== undefined) checkJson(input.StateReasonData);
  const next = { value: input.StateValue, reason: input.StateReason, reasonData: input.StateReasonData };
  const partition = context.host.storage.partition(alarmsKey(context));
  await partition.write(async (tx) => {
    const alarm = (await alarmStore.find(tx, input.AlarmName)) ?? fail(alarmsNotFound([input.AlarmName]));
    await createStateChange(context.host, context, alarm, next)(tx);
  });
  return {};
};

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw stateReasonDataIsNoJson();
  }
}
