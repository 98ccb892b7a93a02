import type { OperationOutput, Place } from "../../service.ts";
import { alarmArn } from "../access-rules.ts";
import type { CloudWatch } from "../model.ts";
import type { Alarm } from "./alarm.ts";

type MetricAlarm = NonNullable<OperationOutput<CloudWatch, "DescribeAlarms">["MetricAlarms"]>[number];

export function toMetricAlarm({ configuration, configurationUpdatedMs, state }: Alarm, at: Place): MetricAlarm {
  return {
    ...configuration,
    OKActions: [...configuration.OKActions],
    AlarmActions: [...configuration.AlarmActions],
    InsufficientDataActions: [...configuration.InsufficientDataActions],
    Dimensions: configuration.Metrics ? undefined : (configuration.Dimensions ?? []),
    AlarmArn: alarmArn(at, configuration.AlarmName),
    AlarmConfigurationUpdatedTimestamp: new Date(configurationUpdatedMs),
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.updatedMs),
    StateTransitionedTimestamp: new Date(state.transitionedMs),
  };
}
