import { fail } from "../../../platform/aws-error.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import { alarmStore } from "../alarms/alarm-store.ts";
import { setCompositesTimer } from "../alarms/alarm-timers.ts";
import { createStateChange } from "../alarms/change-state.ts";
import { createCompositeChange } from "../alarms/composite/change-composite.ts";
import { compositeStore } from "../alarms/composite/composite-store.ts";
import { noSuchAlarm, stateReasonDataIsNoJson } from "../errors.ts";
import type { CloudWatchOperation } from "../operation.ts";

/** For trying an alarm's actions: the state lasts for ten seconds, then until the next evaluation. */
export const setAlarmState: CloudWatchOperation<"SetAlarmState"> = async (input, context) => {
  if (input.StateReasonData !== undefined) checkJson(input.StateReasonData);
  const next = {
    value: input.StateValue,
    reason: input.StateReason,
    reasonData: input.StateReasonData,
    isSet: true,
  } as const;
  await context.host.storage.partition(alarmsKey(context)).write(async (tx) => {
    const composite = await compositeStore.find(tx, input.AlarmName);
    if (composite) return createCompositeChange(context.host, context, composite, next)(tx);
    const alarm = (await alarmStore.find(tx, input.AlarmName)) ?? fail(noSuchAlarm());
    await createStateChange(context.host, context, alarm, next)(tx);
    // Not for a composite alarm: its state is to last until one of its alarms changes.
    await setCompositesTimer(tx, context.host.clock.nowMs());
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
