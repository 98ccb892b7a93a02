import type { OperationOutput, Place } from "../../../service.ts";
import { alarmArn } from "../../access-rules.ts";
import type { CloudWatch } from "../../model.ts";
import type { CompositeAlarm } from "./composite-alarm.ts";

type Told = NonNullable<OperationOutput<CloudWatch, "DescribeAlarms">["CompositeAlarms"]>[number];

export function toCompositeAlarm({ configuration, configurationUpdatedMs, state }: CompositeAlarm, at: Place): Told {
  return {
    ...configuration,
    OKActions: [...configuration.OKActions],
    AlarmActions: [...configuration.AlarmActions],
    InsufficientDataActions: [...configuration.InsufficientDataActions],
    AlarmArn: alarmArn(at, configuration.AlarmName),
    AlarmConfigurationUpdatedTimestamp: new Date(configurationUpdatedMs),
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.updatedMs),
    StateTransitionedTimestamp: new Date(state.transitionedMs),
  };
}
