import type { Metric, MetricAlarm } from "@aws-sdk/client-cloudwatch";

/** When an alarm goes off, as a sentence: what a user reads instead of eleven settings. */
export function conditionInWords(alarm: MetricAlarm): string {
  const { EvaluationPeriods = 1, DatapointsToAlarm = EvaluationPeriods, Threshold, TreatMissingData } = alarm;
  const periodS = alarm.Period ?? alarm.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 60;
  const within =
    EvaluationPeriods === 1
      ? `in a period of ${secondsInWords(periodS)}`
      : `in ${DatapointsToAlarm} of ${EvaluationPeriods} periods of ${secondsInWords(periodS)}`;
  const missing = missingWords[TreatMissingData ?? "missing"] ?? missingWords.missing;
  return `When ${measuredInWords(alarm)} is ${comparisonWords[alarm.ComparisonOperator ?? ""] ?? alarm.ComparisonOperator} ${Threshold} ${within}. ${missing}`;
}

/** AWS's short form: "Errors >= 1 for 1 datapoints within 5 minutes". */
export function conditionShort(alarm: MetricAlarm): string {
  const { EvaluationPeriods = 1, DatapointsToAlarm = EvaluationPeriods } = alarm;
  const periodS = alarm.Period ?? alarm.Metrics?.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period ?? 60;
  const what = alarm.MetricName ?? returnedOf(alarm)?.Label ?? returnedOf(alarm)?.Expression ?? "expression";
  const times = DatapointsToAlarm === 1 ? "1 datapoint" : `${DatapointsToAlarm} datapoints`;
  return `${what} ${comparisonSigns[alarm.ComparisonOperator ?? ""] ?? alarm.ComparisonOperator} ${alarm.Threshold} for ${times} within ${secondsInWords(EvaluationPeriods * periodS)}`;
}

/** "the sum of Errors (AWS/Lambda, FunctionName: lab)" */
function measuredInWords(alarm: MetricAlarm): string {
  const returned = returnedOf(alarm);
  if (returned?.Expression) return `the expression ${returned.Expression}`;
  const stat = alarm.Statistic ?? alarm.ExtendedStatistic ?? returned?.MetricStat?.Stat ?? "";
  return `${statisticInWords(stat)} ${metricInWords(returned?.MetricStat?.Metric ?? alarm)}`;
}

function returnedOf({ Metrics = [] }: MetricAlarm) {
  return Metrics.find(({ ReturnData }) => ReturnData !== false);
}

export function metricInWords({ Namespace, MetricName, Dimensions = [] }: Metric): string {
  const dimensions = Dimensions.map(({ Name, Value }) => `, ${Name}: ${Value}`).join("");
  return `${MetricName} (${Namespace}${dimensions})`;
}

function statisticInWords(statistic: string): string {
  if (/^p\d/.test(statistic)) return `the ${statistic.slice(1)}th percentile of`;
  return statisticWords[statistic] ?? `${statistic} of`;
}

/** "5 minutes", "1 hour", "90 seconds". */
export function secondsInWords(seconds: number): string {
  const [size, unit] = units.find(([size]) => seconds >= size && seconds % size === 0) ?? [1, "second"];
  const count = seconds / size;
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}

/** What an alarm does when it comes into a state. */
export function actionInWords(arn: string): string {
  const [, , service, , , ...rest] = arn.split(":");
  const name = rest.at(-1) ?? arn;
  if (service === "sns") return `Notify the topic ${name}`;
  if (service === "lambda") return `Invoke the function ${rest[1] ?? name}`;
  return arn;
}

const statisticWords: Readonly<Record<string, string>> = {
  Average: "the average of",
  Sum: "the sum of",
  Minimum: "the smallest value of",
  Maximum: "the largest value of",
  SampleCount: "the number of samples of",
};

export const comparisonWords: Readonly<Record<string, string>> = {
  GreaterThanThreshold: "greater than",
  GreaterThanOrEqualToThreshold: "at least",
  LessThanOrEqualToThreshold: "at most",
  LessThanThreshold: "less than",
};

export const comparisonSigns: Readonly<Record<string, string>> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanOrEqualToThreshold: "<=",
  LessThanThreshold: "<",
};

const missingWords: Readonly<Record<string, string>> = {
  missing: "Periods without data are not counted.",
  ignore: "Periods without data leave the state as it is.",
  breaching: "Periods without data count as bad.",
  notBreaching: "Periods without data count as good.",
};

const units: readonly (readonly [number, string])[] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
];
