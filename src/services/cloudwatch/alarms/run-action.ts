import type { Effect } from "../../../storage/database.ts";
import type { EffectReceiver, Place, ServiceHost } from "../../service.ts";
import { sendToTarget } from "../../targets/send-to-target.ts";
import type { Verdict } from "../../targets/verdict.ts";
import { alarmArn } from "../access-rules.ts";
import type { CloudWatchState } from "../state.ts";
import { alarmsKey } from "./alarm.ts";
import { type AlarmAction, isTopic } from "./change-state.ts";
import { historyStore } from "./history-store.ts";

/**
 * Runs an alarm's action and tells its history. A target that is not there or does not let CloudWatch in fails for good; all else
 * is tried again by the outbox.
 */
export const runAction: EffectReceiver<CloudWatchState> = async (effect, from, { host }) => {
  const action = JSON.parse(effect.payload) as AlarmAction;
  const verdict = await send(host, action, from, effect.id);
  if (verdict.kind === "later") return verdict;
  const failure = verdict.kind === "never" ? verdict.reason : undefined;
  await host.storage.partition(alarmsKey(from)).write((tx) =>
    historyStore.add(tx, {
      alarm: action.alarm,
      type: action.isComposite ? "CompositeAlarm" : "MetricAlarm",
      kind: "Action",
      atMs: host.clock.nowMs(),
      summary:
        failure !== undefined
          ? `Failed to execute action ${action.action}. Received error: "${failure}"`
          : `Successfully executed action ${action.action}`,
      facts: JSON.stringify({
        actionState: failure !== undefined ? "Failed" : "Succeeded",
        stateUpdateTimestamp: action.stateUpdatedMs,
        notificationResource: action.action,
        publishedMessage: action.notification?.message ?? action.event,
        error: failure ?? null,
      }),
    }),
  );
  return verdict;
};

/** Changes of one alarm reach a target in their order. */
export function actionOrder({ payload }: Effect): string {
  const { alarm, action } = JSON.parse(payload) as AlarmAction;
  return `${action} ${alarm}`;
}

function send(host: ServiceHost, action: AlarmAction, { account, region }: Place, id: string): Promise<Verdict> {
  const { notification, event } = action;
  return sendToTarget(host, {
    target: action.action,
    message: notification ? { subject: notification.subject, body: notification.message } : { body: event ?? "{}" },
    caller: { service: isTopic(action.action) ? "cloudwatch.amazonaws.com" : "lambda.alarms.cloudwatch.amazonaws.com" },
    source: { account, region, arn: alarmArn({ account, region }, action.alarm) },
    id,
  });
}
