import type { OperationOutput, Place } from "../../../service.ts";
import type { CloudWatch } from "../../model.ts";
import { toAlarmFacts } from "../to-alarm-facts.ts";
import type { CompositeAlarm } from "./composite-alarm.ts";

type Told = NonNullable<OperationOutput<CloudWatch, "DescribeAlarms">["CompositeAlarms"]>[number];

export function toCompositeAlarm({ configuration, configurationUpdatedMs, state }: CompositeAlarm, at: Place): Told {
  return {
    ...configuration,
    ...toAlarmFacts(configuration, configurationUpdatedMs, state, at),
  };
}
