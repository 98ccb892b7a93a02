import { parseArn } from "../../../platform/arn.ts";
import { AwsError } from "../../../platform/aws-error.ts";
import { servicePrincipal } from "../../principal.ts";
import type { CallOptions, EffectReceiver, Place, ServiceHost } from "../../service.ts";
import { alarmArn } from "../access-rules.ts";
import type { CloudWatchState } from "../cloudwatch-state.ts";
import { alarmsKey } from "./alarm.ts";
import type { AlarmAction } from "./change-state.ts";
import { historyStore } from "./history-store.ts";

/**
 * Runs an alarm's action and tells its history. A target that is not there or does not let CloudWatch in fails for good; all else
 * is tried again by the outbox.
 */
export const runAction: EffectReceiver<CloudWatchState> = async (effect, from, { host }) => {
  const action = JSON.parse(effect.payload) as AlarmAction;
  let failure: AwsError | undefined;
  try {
    await callTarget(host, action, from, effect.id);
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    failure = error;
    host.log.warn("an alarm's action failed", { alarm: action.alarm, action: action.action, error: error.message });
  }
  await host.storage.partition(alarmsKey(from)).write((tx) =>
    historyStore.add(tx, {
      alarm: action.alarm,
      type: action.isComposite ? "CompositeAlarm" : "MetricAlarm",
      kind: "Action",
      atMs: host.clock.nowMs(),
      summary: failure
        ? `Failed to execute action ${action.action}. Received error: "${failure.message}"`
        : `Successfully executed action ${action.action}`,
      facts: JSON.stringify({
        actionState: failure ? "Failed" : "Succeeded",
        stateUpdateTimestamp: action.stateUpdatedMs,
        notificationResource: action.action,
        publishedMessage: action.notification?.message ?? action.event,
        error: failure?.message ?? null,
      }),
    }),
  );
};

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
