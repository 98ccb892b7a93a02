import { partitionOf } from "../../../platform/arn.ts";
import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver, ServiceHost } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import { alarmArn } from "../access-rules.ts";
import type { CloudWatchState } from "../state.ts";
import type { AlarmState } from "./alarm.ts";
import { toLongTime } from "./state-reason.ts";

/** JSON. */
interface StateChange {
  readonly alarm: string;
  /** JSON. */
  readonly detail: string;
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

/** A state as events show it. */
export function toEventState({ value, reason, reasonData, updatedMs }: AlarmState) {
  return { value, reason, reasonData, timestamp: toLongTime(updatedMs) };
}

/** Tells the account's default event bus. Source: "Alarm events and EventBridge". */
export const tellState: EffectReceiver<CloudWatchState> = async ({ id, payload }, { account, region }, { host }) => {
  const { alarm, detail } = JSON.parse(payload) as StateChange;
  const arn = alarmArn({ account, region }, alarm);
  return sendToTarget(host, {
    target: `arn:${partitionOf(region)}:events:${region}:${account}:event-bus/default`,
    message: {
      body: detail,
      event: { source: "aws.cloudwatch", detailType: "CloudWatch Alarm State Change", resources: [arn] },
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
