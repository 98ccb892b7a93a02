import { parseArn } from "../../../platform/arn.ts";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { type Alarm, type AlarmState, actionsOf } from "./alarm.ts";
import { toAlarmEvent, toEventConfiguration } from "./alarm-event.ts";
import { toNotification } from "./alarm-notification.ts";
import { alarmStore } from "./alarm-store.ts";
import { historyStore } from "./history-store.ts";
import { jsonWithDoubles } from "./java-double.ts";
import { toStateEffect } from "./tell-state.ts";

/** An action that a state change brings, as an effect of the same commit: it is run at least once, whatever happens. */
export interface AlarmAction {
  /** The target's ARN. */
  readonly action: string;
  readonly alarm: string;
  readonly isComposite?: boolean;
  readonly stateUpdatedMs: number;
  /** For a function. */
  readonly event?: string;
  /** For a topic. */
  readonly notification?: { readonly subject: string; readonly message: string };
}

export type NewState = Pick<AlarmState, "value" | "reason" | "reasonData" | "isSet">;

/** Prepares the change; what it gives may be run again, as a write must. */
export function createStateChange(host: ServiceHost, at: Place, alarm: Alarm, next: NewState) {
  const nowMs = host.clock.nowMs();
  const { state: before, configuration } = alarm;
  const changed = next.value !== before.value;
  const state: AlarmState = { ...next, updatedMs: nowMs, transitionedMs: changed ? nowMs : before.transitionedMs };
  const after: Alarm = { ...alarm, state };
  const actions = changed && configuration.ActionsEnabled ? actionsOf(configuration, next.value) : [];
  const effects = actions.map((action) => ({
    topic: "cloudwatch.alarm-action",
    id: host.random.uuid(),
    payload: JSON.stringify(toAction(action, after, before, at, host.random.uuid())),
  }));
  const told = { configuration: toEventConfiguration(configuration, host.random.uuid()), state, before };
  const stateEffect = toStateEffect(host, configuration.AlarmName, told);
  return async (tx: WriteTransaction): Promise<void> => {
    await alarmStore.put(tx, after);
    if (!changed) return;
    await historyStore.add(tx, {
      alarm: configuration.AlarmName,
      type: "MetricAlarm",
      kind: "StateUpdate",
      atMs: nowMs,
      summary: `Alarm updated from ${before.value} to ${next.value}`,
      facts: JSON.stringify({ version: "1.0", oldState: toHistoryState(before), newState: toHistoryState(state) }),
    });
    for (const effect of [stateEffect, ...effects]) await tx.emit(effect);
  };
}

function toAction(action: string, alarm: Alarm, before: AlarmState, at: Place, metricId: string): AlarmAction {
  const common = { action, alarm: alarm.configuration.AlarmName, stateUpdatedMs: alarm.state.updatedMs };
  return isTopic(action)
    ? { ...common, notification: toNotification(alarm, before, at) }
    : { ...common, event: toAlarmEvent(alarm, before, at, metricId) };
}

export function isTopic(action: string): boolean {
  return parseArn(action)?.service === "sns";
}

/** As an alarm's history tells a state. */
export function toHistoryState({ value, reason, reasonData }: AlarmState) {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData !== undefined && { stateReasonData: jsonWithDoubles(reasonData) }),
  };
}
