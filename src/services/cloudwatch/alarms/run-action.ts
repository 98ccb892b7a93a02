import { parseArn } from "../../../platform/arn.ts";
import type { Effect } from "../../../storage/database.ts";
import { servicePrincipal } from "../../principal.ts";
import type { CallOptions, EffectReceiver, Place, ServiceHost } from "../../service.ts";
import { attempt } from "../../verdict.ts";
import { alarmArn } from "../access-rules.ts";
import type { CloudWatchState } from "../state.ts";
import { alarmsKey } from "./alarm.ts";
import type { AlarmAction } from "./change-state.ts";
import { historyStore } from "./history-store.ts";

/**
 * Runs an alarm's action and tells its history. A target that is not there or does not let CloudWatch in fails for good; all else
 * is tried again by the outbox.
 */
export const runAction: EffectReceiver<CloudWatchState> = async (effect, from, { host }) => {
  const action = JSON.parse(effect.payload) as AlarmAction;
  const verdict = await attempt(() => callTarget(host, action, from, effect.id));
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

async function callTarget(host: ServiceHost, action: AlarmAction, from: Place, id: string): Promise<void> {
  const target = parseArn(action.action);
  const as = (principal: string): CallOptions => ({
    account: target?.account ?? from.account,
    region: target?.region ?? from.region,
    principal: servicePrincipal(principal, from.account),
    sourceArn: alarmArn(from, action.alarm),
    sourceAccount: from.account,
    deduplicationId: id,
  });
  if (action.notification) {
    const { subject, message } = action.notification;
    const input = { TopicArn: action.action, Subject: subject, Message: message };
    await host.call("sns", "Publish", input, as("cloudwatch.amazonaws.com"));
    return;
  }
  const input = {
    FunctionName: action.action,
    InvocationType: "Event",
    Payload: Buffer.from(action.event ?? "{}"),
  } as const;
  await host.call("lambda", "Invoke", input, as("lambda.alarms.cloudwatch.amazonaws.com"));
}
