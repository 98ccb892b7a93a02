import type { OperationInput } from "../../service.ts";
import {
  invalidCombination,
  missingParameter,
  mutuallyExclusive,
  notSupported,
  validationError,
  valueIsInvalid,
} from "../errors.ts";
import { limits } from "../limits.ts";
import { checkQueries } from "../metric-query/metric-query.ts";
import { percentileOf, toStatistic } from "../metrics/statistic.ts";
import type { CloudWatch } from "../model.ts";
import type { AlarmComparison, AlarmConfiguration } from "./alarm.ts";
import { checkActions } from "./check-actions.ts";

type Input = OperationInput<CloudWatch, "PutMetricAlarm">;

const comparisons: ReadonlySet<string> = new Set<AlarmComparison>([
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
]);
const treatments: ReadonlySet<string> = new Set(["breaching", "notBreaching", "ignore", "missing"]);

/** Source: "PutMetricAlarm". */
export function checkAlarm(input: Input, account: string): AlarmConfiguration {
  const { Tags: _tags, ...given } = input;
  checkSupported(input);
  const periodS = input.Metrics ? checkMetrics(input, account) : checkMetric(input);
  const { EvaluationPeriods, Threshold, ComparisonOperator, DatapointsToAlarm, TreatMissingData } = input;
  if (EvaluationPeriods === undefined) throw missingParameter("The parameter EvaluationPeriods is required.");
  if (Threshold === undefined) throw missingParameter("The parameter Threshold is required.");
  if (ComparisonOperator === undefined) throw missingParameter("The parameter ComparisonOperator is required.");
  if (!Number.isFinite(Threshold)) throw valueIsInvalid("Threshold", Threshold);
  if (DatapointsToAlarm !== undefined && DatapointsToAlarm > EvaluationPeriods) {
    throw validationError("DatapointsToAlarm must be less than or equal to EvaluationPeriods.");
  }
  checkSpan(EvaluationPeriods * periodS, periodS);
  if (TreatMissingData !== undefined && !treatments.has(TreatMissingData)) {
    throw valueIsInvalid("TreatMissingData", TreatMissingData);
  }
  checkLowSamples(input);
  return {
    ...given,
    ActionsEnabled: input.ActionsEnabled ?? true,
    OKActions: [...checkActions(input.OKActions, "OKActions")],
    AlarmActions: [...checkActions(input.AlarmActions, "AlarmActions")],
    InsufficientDataActions: [...checkActions(input.InsufficientDataActions, "InsufficientDataActions")],
    EvaluationPeriods,
    Threshold,
    ComparisonOperator: ComparisonOperator as AlarmComparison,
  };
}

function checkSupported(input: Input): void {
  if (input.ThresholdMetricId !== undefined) throw notSupported("anomaly detection alarms (ThresholdMetricId)");
  if (input.ComparisonOperator !== undefined && !comparisons.has(input.ComparisonOperator)) {
    throw notSupported(`the comparison ${input.ComparisonOperator}, which is for anomaly detection`);
  }
  const members = [
    "EvaluationCriteria",
    "EvaluationInterval",
    "EvaluationWindow",
    "WarmUpConfiguration",
    "ActionConfiguration",
  ] as const;
  for (const member of members) if (input[member] !== undefined) throw notSupported(`alarms with ${member}`);
}

function checkMetric(input: Input): number {
  const { MetricName, Namespace, Period, Statistic, ExtendedStatistic } = input;
  if (MetricName === undefined) throw missingParameter("The parameter MetricName is required.");
  if (Namespace === undefined) throw missingParameter("The parameter Namespace is required.");
  if (Statistic !== undefined && ExtendedStatistic !== undefined)
    throw mutuallyExclusive("Statistic", "ExtendedStatistic");
  const statistic = Statistic ?? ExtendedStatistic;
  if (statistic === undefined) throw missingParameter("Must specify either Statistic or ExtendedStatistic");
  if (!toStatistic(statistic)) throw valueIsInvalid("ExtendedStatistic", statistic);
  if (Period === undefined) throw missingParameter("The parameter Period is required.");
  checkPeriod(Period, "Period");
  return Period;
}

function checkPeriod(periodS: number, parameter: string): void {
  if ([10, 20, 30].includes(periodS) || (periodS > 0 && periodS % 60 === 0)) return;
  throw validationError(`${parameter} must be 10, 20, 30 or a multiple of 60`);
}

function checkMetrics(input: Input, account: string): number {
  for (const member of [
    "MetricName",
    "Namespace",
    "Dimensions",
    "Period",
    "Unit",
    "Statistic",
    "ExtendedStatistic",
  ] as const) {
    const value = input[member];
    if (value !== undefined && !(Array.isArray(value) && value.length === 0))
      throw mutuallyExclusive(member, "Metrics");
  }
  const queries = checkQueries(input.Metrics ?? [], "Metrics", account);
  const metrics = queries.filter((query) => query.kind === "statistic");
  if (metrics.length > limits.metricsPerAlarm) {
    throw validationError(`An alarm's expression is of ${limits.metricsPerAlarm} metrics at most.`);
  }
  if (queries.filter(({ returnData }) => returnData).length !== 1) {
    throw validationError("Exactly one element of the metrics list should return data.");
  }
  const [periodS = 60, ...others] = new Set(metrics.map((query) => query.periodS));
  if (metrics.length === 0) throw validationError("An alarm's metrics list needs at least one metric.");
  if (others.length > 0) throw validationError("Period must be the same for all metrics of an alarm.");
  checkPeriod(periodS, "Period");
  return periodS;
}

function checkSpan(spanS: number, periodS: number): void {
  const isLong = periodS >= 3_600;
  const limitS = isLong ? limits.longAlarmSpanS : limits.alarmSpanS;
  if (spanS <= limitS) return;
  throw validationError(
    `Metrics cannot be checked across more than ${isLong ? "seven days" : "a day"} (EvaluationPeriods * Period must be <= ${limitS}).`,
  );
}

function checkLowSamples({ EvaluateLowSampleCountPercentile: setting, ExtendedStatistic }: Input): void {
  if (setting === undefined) return;
  if (setting !== "evaluate" && setting !== "ignore") throw valueIsInvalid("EvaluateLowSampleCountPercentile", setting);
  if (ExtendedStatistic === undefined || percentileOf(ExtendedStatistic) === undefined) {
    throw invalidCombination("EvaluateLowSampleCountPercentile is for alarms on percentiles.");
  }
}
