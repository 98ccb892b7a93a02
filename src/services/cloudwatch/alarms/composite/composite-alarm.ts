import type { OperationInput } from "../../../service.ts";
import type { CloudWatch } from "../../model.ts";
import type { ActionsByState, AlarmState } from "../alarm.ts";

/** An alarm on the states of other alarms. */
export interface CompositeAlarm {
  readonly configuration: CompositeConfiguration;
  readonly configurationUpdatedMs: number;
  readonly state: AlarmState;
  readonly tags: Readonly<Record<string, string>>;
}

type PutInput = OperationInput<CloudWatch, "PutCompositeAlarm">;

export type CompositeConfiguration = Pick<PutInput, "AlarmName" | "AlarmDescription" | "AlarmRule"> & ActionsByState;
