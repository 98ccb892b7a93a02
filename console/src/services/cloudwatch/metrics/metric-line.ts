import type { Metric, MetricDataQuery } from "@aws-sdk/client-cloudwatch";

/** A line of a graph: a metric by a statistic, or an expression of others. */
export interface MetricLine {
  /** By which expressions name it: "m1". */
  readonly id: string;
  readonly metric?: Metric;
  readonly expression?: string;
  /** Of a metric: "Sum", "p99". */
  readonly stat?: string;
  /** In seconds; undefined: the graph's. */
  readonly period?: number;
  readonly label?: string;
  /** It counts for expressions, and is not drawn. */
  readonly isHidden?: boolean;
}

export const statistics = ["Average", "Sum", "Minimum", "Maximum", "SampleCount", "p50", "p90", "p95", "p99", "p99.9"];

export const periods: readonly { readonly value: string; readonly label: string }[] = [
  { value: "60", label: "1 minute" },
  { value: "300", label: "5 minutes" },
  { value: "900", label: "15 minutes" },
  { value: "3600", label: "1 hour" },
  { value: "21600", label: "6 hours" },
  { value: "86400", label: "1 day" },
];

export function metricId({ Namespace, MetricName, Dimensions = [] }: Metric): string {
  return `${Namespace}/${MetricName}/${Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join()}`;
}

/** What the legend calls a line. */
export function lineLabel({ label, metric, expression, stat }: MetricLine): string {
  if (label) return label;
  if (!metric) return expression ?? "";
  const of = metric.Dimensions?.map(({ Value }) => Value).join(" ");
  return [of, metric.MetricName, stat].filter(Boolean).join(" ");
}

/** The statistic with which AWS's console begins: counts are summed up. */
export function usualStatistic({ Namespace, MetricName = "" }: Metric): string {
  const isCount =
    /Invocations|Errors|Throttles|Count$|Requests|NumberOf|Published|Delivered|Incoming|Triggered|Events$/.test(
      MetricName,
    );
  return isCount && Namespace !== undefined ? "Sum" : "Average";
}

export function toQueries(lines: readonly MetricLine[], periodS: number): MetricDataQuery[] {
  return lines.map(({ id, metric, expression, stat = "Average", period = periodS, label, isHidden }) => ({
    Id: id,
    ReturnData: !isHidden,
    ...(label && { Label: label }),
    ...(metric
      ? { MetricStat: { Metric: metric, Period: period, Stat: stat } }
      : { Expression: expression, Period: period }),
  }));
}

export function fromQueries(queries: readonly MetricDataQuery[]): MetricLine[] {
  return queries.map(({ Id = "", MetricStat, Expression, Label, ReturnData, Period }) => ({
    id: Id,
    ...(MetricStat
      ? { metric: MetricStat.Metric, stat: MetricStat.Stat, period: MetricStat.Period }
      : { expression: Expression, period: Period }),
    label: Label,
    isHidden: ReturnData === false,
  }));
}

/** The next free name of a line: m1, m2 … of metrics, e1, e2 … of expressions. */
export function nextId(lines: readonly MetricLine[], letter: "m" | "e"): string {
  for (let number = 1; ; number++)
    if (!lines.some(({ id }) => id === `${letter}${number}`)) return `${letter}${number}`;
}

export function idProblem(id: string, lines: readonly MetricLine[]): string | undefined {
  if (!/^[a-z]\w*$/.test(id)) return "Begin with a lower-case letter; then letters, digits and underscores.";
  return lines.filter((line) => line.id === id).length > 1 ? `There are two lines ${id}.` : undefined;
}
