import type { OperationOutput, Place } from "../../service.ts";
import type { CloudWatch } from "../model.ts";
import type { Alarm } from "./alarm.ts";
import { toAlarmFacts } from "./to-alarm-facts.ts";

type MetricAlarm = NonNullable<OperationOutput<CloudWatch, "DescribeAlarms">["MetricAlarms"]>[number];

export function toMetricAlarm({ configuration, configurationUpdatedMs, state }: Alarm, at: Place): MetricAlarm {
  return {
    ...configuration,
    ...toAlarmFacts(configuration, configurationUpdatedMs, state, at),
    Dimensions: configuration.Metrics ? undefined : (configuration.Dimensions ?? []),
  };
}
