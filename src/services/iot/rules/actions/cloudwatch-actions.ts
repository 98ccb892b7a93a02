import type { StandardUnit } from "@aws-sdk/client-cloudwatch";
import type { ActionCall } from "./action-call.ts";

/** The time is in seconds, as AWS's is; now without it. */
export async function putMetric({ host, as, text }: ActionCall): Promise<void> {
  const seconds = text("metricTimestamp") ? Number(text("metricTimestamp")) : host.clock.nowMs() / 1_000;
  const datum = {
    MetricName: text("metricName"),
    Value: Number(text("metricValue")),
    Unit: text("metricUnit") as StandardUnit,
    Timestamp: new Date(seconds * 1_000),
  };
  await host.call("cloudwatch", "PutMetricData", { Namespace: text("metricNamespace"), MetricData: [datum] }, as);
}

export async function putAlarmState({ host, as, text }: ActionCall): Promise<void> {
  const input = {
    AlarmName: text("alarmName"),
    StateReason: text("stateReason"),
    StateValue: text("stateValue") as "OK" | "ALARM" | "INSUFFICIENT_DATA",
  };
  await host.call("cloudwatch", "SetAlarmState", input, as);
}
