import type { Place } from "../../service.ts";
import { alarmArn } from "../access-rules.ts";
import type { ActionsByState, AlarmState } from "./alarm.ts";

/** What is told of an alarm on a metric and of a composite one alike, beside what was configured. */
export function toAlarmFacts(
  configuration: ActionsByState & { readonly AlarmName?: string | undefined },
  configurationUpdatedMs: number,
  state: AlarmState,
  at: Place,
) {
  return {
    OKActions: [...configuration.OKActions],
    AlarmActions: [...configuration.AlarmActions],
    InsufficientDataActions: [...configuration.InsufficientDataActions],
    AlarmArn: alarmArn(at, configuration.AlarmName ?? ""),
    AlarmConfigurationUpdatedTimestamp: new Date(configurationUpdatedMs),
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: new Date(state.updatedMs),
    StateTransitionedTimestamp: new Date(state.transitionedMs),
  };
}
