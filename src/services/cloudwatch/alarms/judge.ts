import type { AlarmComparison, AlarmConfiguration, StateValue } from "./alarm.ts";

/** One period's value. */
export interface Datapoint {
  readonly atS: number;
  readonly value: number;
  readonly sampleCount: number | undefined;
}

export type MissingData = "missing" | "ignore" | "breaching" | "notBreaching";

/** What the data points say. */
export interface Judgement {
  readonly value: StateValue;
  /** The real data points that it goes by, oldest first. */
  readonly evaluated: readonly Datapoint[];
  /** Data points that were missing and were treated as something. */
  readonly filled: number;
}

type Rule = Pick<AlarmConfiguration, "ComparisonOperator" | "Threshold" | "EvaluationPeriods" | "DatapointsToAlarm"> & {
  readonly TreatMissingData?: string | undefined;
};

/** How many periods are read: two more than are evaluated, so that a late data point does not leave a gap. */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + 2;
}

/**
 * The state that the evaluation range's data points give (oldest first, undefined where one is missing); undefined if the state is to
 * stay as it is. Real data points are preferred to the treatment of missing ones, which is used as seldom as possible.
 * Source: "How alarm state is evaluated when data is missing".
 */
export function judge(rule: Rule, range: readonly (Datapoint | undefined)[]): Judgement | undefined {
  const { EvaluationPeriods: periods, DatapointsToAlarm: toAlarm = periods } = rule;
  const real = range.filter((point) => point !== undefined);
  const evaluated = real.slice(-periods);
  const isBreaching = ({ value }: Datapoint) => isBeyond(rule.ComparisonOperator, value, rule.Threshold);
  const breaching = evaluated.filter(isBreaching).length;
  const filled = periods - evaluated.length;
  const verdict = (value: StateValue): Judgement => ({ value, evaluated, filled });
  if (breaching >= toAlarm) return verdict("ALARM");
  if (filled === 0) return verdict("OK");
  switch (rule.TreatMissingData as MissingData | undefined) {
    case "breaching":
      return verdict(breaching + filled >= toAlarm ? "ALARM" : "OK");
    case "notBreaching":
      return verdict("OK");
    case "ignore":
      return breaching < evaluated.length ? verdict("OK") : undefined;
    default:
      if (breaching < evaluated.length) return verdict("OK");
      // Nothing but breaching data points: an alarm if the oldest is old enough that a full row of them would be one.
      return verdict(evaluated.length > 0 && ageOfOldest(range) >= toAlarm ? "ALARM" : "INSUFFICIENT_DATA");
  }
}

export function isBeyond(operator: AlarmComparison, value: number, threshold: number): boolean {
  switch (operator) {
    case "GreaterThanOrEqualToThreshold":
      return value >= threshold;
    case "GreaterThanThreshold":
      return value > threshold;
    case "LessThanThreshold":
      return value < threshold;
    case "LessThanOrEqualToThreshold":
      return value <= threshold;
  }
}

/** In periods; the newest period's is 1. */
function ageOfOldest(range: readonly (Datapoint | undefined)[]): number {
  return range.length - range.findIndex((point) => point !== undefined);
}
