import type { PartitionKey } from "../../../storage/database.ts";
import type { OperationInput, Place } from "../../service.ts";
import type { CloudWatch } from "../model.ts";

/** A period's data come up to some seconds after its end: services gather them before they publish. */
export const evaluationDelayMs = 10_000;

export interface Alarm {
  readonly configuration: AlarmConfiguration;
  readonly configurationUpdatedMs: number;
  readonly state: AlarmState;
  readonly tags: Readonly<Record<string, string>>;
}

type PutInput = OperationInput<CloudWatch, "PutMetricAlarm">;

/** As PutMetricAlarm gave it, with its defaults. */
export type AlarmConfiguration = Omit<PutInput, "Tags"> &
  ActionsByState & {
    readonly EvaluationPeriods: number;
    readonly Threshold: number;
    readonly ComparisonOperator: AlarmComparison;
  };

export interface ActionsByState {
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
}

/** Those that compare with a number; the others compare with an anomaly detector's band. */
export type AlarmComparison =
  | "GreaterThanOrEqualToThreshold"
  | "GreaterThanThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold";

export type StateValue = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface AlarmState {
  readonly value: StateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData: string | undefined;
  readonly updatedMs: number;
  /** When the value last became another one. */
  readonly transitionedMs: number;
  /** Of one that was not judged but set by somebody. */
  readonly isSet?: true;
}

/** How long a state lasts at least that somebody has set, so that who tries an alarm's actions sees it. */
export const setStateMs = 10_000;

export const alarmsKind = "cloudwatch.alarms";

/** The alarms of one account and region, with their history. */
export function alarmsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: alarmsKind, name: "" };
}

/** The period of its data points: for an expression that of its metrics, which all have the same. */
export function periodOf({ Period, Metrics }: AlarmConfiguration): number {
  return Period ?? Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? Metrics?.[0]?.Period ?? 60;
}

/** The actions of a state, of a metric's alarm or a composite one. */
export function actionsOf(configuration: ActionsByState, value: StateValue): readonly string[] {
  if (value === "OK") return configuration.OKActions;
  return value === "ALARM" ? configuration.AlarmActions : configuration.InsufficientDataActions;
}
