import type { Alarm, AlarmConfiguration } from "../alarms/alarm.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import { alarmStore } from "../alarms/alarm-store.ts";
import { setAlarmTimers } from "../alarms/alarm-timers.ts";
import { checkAlarm } from "../alarms/check-alarm.ts";
import { compositeStore } from "../alarms/composite/composite-store.ts";
import { tellConfiguration } from "../alarms/configuration-change.ts";
import { type HistoryItem, historyStore } from "../alarms/history-store.ts";
import { tooManyAlarms, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { CloudWatchOperation } from "../operation.ts";
import { addTags } from "../tags/tags.ts";

/** Makes an alarm, or replaces its configuration and leaves its state. It is evaluated soon after the answer. */
export const putMetricAlarm: CloudWatchOperation<"PutMetricAlarm"> = async (input, context) => {
  const configuration = checkAlarm(input, context.account);
  const tags = addTags({}, input.Tags);
  const nowMs = context.host.clock.nowMs();
  await context.host.storage.partition(alarmsKey(context)).write(async (tx) => {
    const known = await alarmStore.find(tx, input.AlarmName);
    if (await compositeStore.find(tx, input.AlarmName))
      throw validationError(`${input.AlarmName} is the name of a composite alarm.`);
    if (!known && (await alarmStore.count(tx)) >= limits.alarms) throw tooManyAlarms(limits.alarms);
    const state = known?.state ?? initialState(nowMs);
    const alarm: Alarm = { configuration, configurationUpdatedMs: nowMs, state, tags: known?.tags ?? tags };
    await alarmStore.put(tx, alarm);
    await historyStore.add(tx, toHistory(configuration, known !== undefined, nowMs));
    await tx.emit(tellConfiguration(context.host, alarm, known));
    await setAlarmTimers(tx, alarm, nowMs);
  });
  return {};
};

function initialState(nowMs: number): Alarm["state"] {
  const reason = "Unchecked: Initial alarm creation";
  return { value: "INSUFFICIENT_DATA", reason, reasonData: undefined, updatedMs: nowMs, transitionedMs: nowMs };
}

function toHistory(configuration: AlarmConfiguration, isUpdate: boolean, atMs: number): HistoryItem {
  return {
    alarm: configuration.AlarmName,
    type: "MetricAlarm",
    kind: "ConfigurationUpdate",
    atMs,
    summary: `Alarm "${configuration.AlarmName}" ${isUpdate ? "updated" : "created"}`,
    facts: JSON.stringify({
      version: "1.0",
      type: isUpdate ? "Update" : "Create",
      [isUpdate ? "updatedAlarm" : "createdAlarm"]: configuration,
    }),
  };
}
