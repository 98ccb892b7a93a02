import type { WriteTransaction } from "../../../../storage/database.ts";
import type { Place, ServiceHost } from "../../../service.ts";
import { alarmArn } from "../../access-rules.ts";
import { type AlarmState, actionsOf } from "../alarm.ts";
import { type AlarmAction, isTopic, type NewState, toHistoryState } from "../change-state.ts";
import { historyStore } from "../history-store.ts";
import { toLongTime } from "../state-reason.ts";
import { toEventState, toStateEffect } from "../tell-state.ts";
import type { CompositeAlarm, CompositeConfiguration } from "./composite-alarm.ts";
import { compositeStore } from "./composite-store.ts";

/** The same as for a metric alarm: state, history and actions in one commit; what it gives may be run again. */
export function createCompositeChange(host: ServiceHost, at: Place, alarm: CompositeAlarm, next: NewState) {
  const nowMs = host.clock.nowMs();
  const { state: before, configuration } = alarm;
  const changed = next.value !== before.value;
  const state: AlarmState = { ...next, updatedMs: nowMs, transitionedMs: changed ? nowMs : before.transitionedMs };
  const actions = changed && configuration.ActionsEnabled ? actionsOf(configuration, next.value) : [];
  const effects = actions.map((action) => ({
    topic: "cloudwatch.alarm-action",
    id: host.random.uuid(),
    payload: JSON.stringify(toAction(action, { ...alarm, state }, before, at)),
  }));
  const told = { configuration: toEventConfiguration(configuration), state, before };
  const stateEffect = toStateEffect(host, configuration.AlarmName, told);
  return async (tx: WriteTransaction): Promise<void> => {
    await compositeStore.put(tx, { ...alarm, state });
    if (!changed) return;
    await historyStore.add(tx, {
      alarm: configuration.AlarmName,
      type: "CompositeAlarm",
      kind: "StateUpdate",
      atMs: nowMs,
      summary: `Alarm updated from ${before.value} to ${next.value}`,
      facts: JSON.stringify({ version: "1.0", oldState: toHistoryState(before), newState: toHistoryState(state) }),
    });
    for (const effect of [stateEffect, ...effects]) await tx.emit(effect);
  };
}

/** Source: "Composite alarms" of "Invoke a Lambda function from an alarm", and the message that a topic gets. */
function toAction(
  action: string,
  { configuration, state }: CompositeAlarm,
  before: AlarmState,
  at: Place,
): AlarmAction {
  const name = configuration.AlarmName;
  const common = { action, alarm: name, isComposite: true, stateUpdatedMs: state.updatedMs };
  if (isTopic(action)) {
    const message = {
      AlarmName: name,
      AlarmDescription: configuration.AlarmDescription ?? null,
      AWSAccountId: at.account,
      NewStateValue: state.value,
      NewStateReason: state.reason,
      StateChangeTime: toLongTime(state.updatedMs),
      Region: at.region,
      AlarmArn: alarmArn(at, name),
      OKActions: configuration.OKActions,
      AlarmActions: configuration.AlarmActions,
      InsufficientDataActions: configuration.InsufficientDataActions,
      OldStateValue: before.value,
      AlarmRule: configuration.AlarmRule,
      TriggeringChildren: toTriggeringChildren(state),
    };
    const subject = `${state.value}: "${name}" in ${at.region}`.slice(0, 100);
    return { ...common, notification: { subject, message: JSON.stringify(message) } };
  }
  const event = {
    source: "aws.cloudwatch",
    alarmArn: alarmArn(at, name),
    accountId: at.account,
    time: toLongTime(state.updatedMs),
    region: at.region,
    alarmData: {
      alarmName: name,
      state: toEventState(state),
      previousState: toEventState(before),
      configuration: toEventConfiguration(configuration),
    },
  };
  return { ...common, event: JSON.stringify(event) };
}

/** The alarms that made it change, as its reason's data names them. Who sets the state may have given data of any other shape, which names none. */
function toTriggeringChildren({ reasonData }: AlarmState) {
  const data = JSON.parse(reasonData ?? "{}") as Partial<CompositeReasonData> | null;
  const alarms = Array.isArray(data?.triggeringAlarms) ? data.triggeringAlarms : [];
  return alarms.map((child: Partial<TriggeringAlarm> | null) => ({
    Arn: child?.arn,
    State: { Value: child?.state?.value, Timestamp: child?.state?.timestamp },
  }));
}

/** The reason's data of a composite alarm. */
export interface CompositeReasonData {
  readonly triggeringAlarms: readonly TriggeringAlarm[];
}

interface TriggeringAlarm {
  readonly arn: string;
  readonly state: { readonly value: string; readonly timestamp: string };
}

function toEventConfiguration({ AlarmDescription, AlarmRule }: CompositeConfiguration) {
  return { description: AlarmDescription, alarmRule: AlarmRule };
}
