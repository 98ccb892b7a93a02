import { partitionOf } from "../../../platform/arn.ts";
import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver, ServiceHost } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { alarmArn } from "../access-rules.ts";
import type { CloudWatchState } from "../state.ts";
import type { ActionsByState, AlarmState } from "./alarm.ts";
import { toLongTime } from "./state-reason.ts";

/** JSON. */
interface StateChange {
  readonly alarm: string;
  /** JSON. */
  readonly detail: string;
  /** Of a change of the alarm's configuration. */
  readonly isConfiguration?: true;
}

/** A state that an alarm has from a commit on: to be emitted by it. `configuration` is the alarm's as events show it. */
export function toStateEffect(
  host: ServiceHost,
  alarm: string,
  { configuration, state, before }: { configuration: object; state: AlarmState; before: AlarmState },
): Effect {
  const detail = { alarmName: alarm, configuration, previousState: toEventState(before), state: toEventState(state) };
  return {
    topic: "cloudwatch.alarm-state",
    id: host.random.uuid(),
    payload: JSON.stringify({ alarm, detail: JSON.stringify(detail) } satisfies StateChange),
  };
}

/**
 * What becomes of an alarm's configuration by a commit: to be emitted by it. The configurations are as events show them, the former one where it is
 * changed.
 */
export function toConfigurationEffect(
  host: ServiceHost,
  { AlarmName: alarm = "" }: AlarmFacts,
  change: {
    readonly operation: "create" | "update" | "delete";
    readonly state: AlarmState;
    readonly configuration: object;
    readonly previousConfiguration?: object | undefined;
  },
): Effect {
  const { value, updatedMs } = change.state;
  const detail = { alarmName: alarm, ...change, state: { value, timestamp: toLongTime(updatedMs) } };
  return {
    topic: "cloudwatch.alarm-state",
    id: host.random.uuid(),
    payload: JSON.stringify({ alarm, detail: JSON.stringify(detail), isConfiguration: true } satisfies StateChange),
  };
}

/** What alarms of both kinds show of themselves when they are made, changed or deleted, after what they look at. */
export function toConfigurationFacts(configuration: AlarmFacts, updatedMs: number) {
  return {
    alarmName: configuration.AlarmName,
    description: configuration.AlarmDescription,
    actionsEnabled: configuration.ActionsEnabled,
    timestamp: toLongTime(updatedMs),
    okActions: configuration.OKActions,
    alarmActions: configuration.AlarmActions,
    insufficientDataActions: configuration.InsufficientDataActions,
  };
}

type AlarmFacts = ActionsByState & {
  readonly AlarmName: string | undefined;
  readonly AlarmDescription?: string | undefined;
};

/** A state as events show it. */
export function toEventState({ value, reason, reasonData, updatedMs }: AlarmState) {
  return { value, reason, reasonData, timestamp: toLongTime(updatedMs) };
}

/** Tells the account's default event bus. Source: "Alarm events and EventBridge". */
export const tellState: EffectReceiver<CloudWatchState> = async ({ id, payload }, { account, region }, { host }) => {
  const { alarm, detail, isConfiguration } = JSON.parse(payload) as StateChange;
  const arn = alarmArn({ account, region }, alarm);
  return sendToTarget(host, {
    target: `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/default`,
    message: {
      body: detail,
      event: {
        source: "aws.cloudwatch",
        detailType: `CloudWatch Alarm ${isConfiguration ? "Configuration" : "State"} Change`,
        resources: [arn],
      },
    },
    caller: { service: "cloudwatch.amazonaws.com" },
    source: { account, region, arn },
    id,
  });
};

/** States of one alarm are told in their order. */
export function stateOrder({ payload }: Effect): string {
  return (JSON.parse(payload) as StateChange).alarm;
}
