import type { OperationInput } from "../../service.ts";
import type { Alarm } from "../alarms/alarm.ts";
import { alarmsKey } from "../alarms/alarm.ts";
import { alarmStore } from "../alarms/alarm-store.ts";
import { toMetricAlarm } from "../alarms/to-metric-alarm.ts";
import { limits } from "../limits.ts";
import { metricKey, toMetric } from "../metrics/metric.ts";
import type { CloudWatch } from "../model.ts";
import type { CloudWatchOperation } from "../operation.ts";

type Input = OperationInput<CloudWatch, "DescribeAlarmsForMetric">;

/** Alarms on that very metric; those on expressions are not among them, as on AWS. */
export const describeAlarmsForMetric: CloudWatchOperation<"DescribeAlarmsForMetric"> = async (input, context) => {
  const all = await context.host.storage
    .partition(alarmsKey(context))
    .read((tx) => alarmStore.list(tx, { after: "", limit: limits.alarms }));
  return {
    MetricAlarms: all.filter((alarm) => isOfMetric(alarm, input)).map((alarm) => toMetricAlarm(alarm, context)),
  };
};

function isOfMetric({ configuration }: Alarm, input: Input): boolean {
  if (configuration.Metrics || configuration.Namespace !== input.Namespace) return false;
  const key = (of: Pick<Input, "Namespace" | "MetricName" | "Dimensions">) =>
    metricKey(toMetric(of.Namespace, of.MetricName, of.Dimensions));
  if (key(input) !== key(configuration as Input)) return false;
  const members = ["Statistic", "ExtendedStatistic", "Period", "Unit"] as const;
  return members.every((member) => input[member] === undefined || input[member] === configuration[member]);
}
