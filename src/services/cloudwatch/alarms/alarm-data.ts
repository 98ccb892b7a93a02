import type { Place, ServiceHost } from "../../service.ts";
import { checkQueries } from "../metric-query/metric-query.ts";
import { runQueries } from "../metric-query/run-queries.ts";
import { metricKey, toMetric } from "../metrics/metric.ts";
import { type MetricReader, mergeUnits } from "../metrics/metric-reader.ts";
import { percentileOf, toStatistic } from "../metrics/statistic.ts";
import { type AlarmConfiguration, evaluationDelayMs, periodOf } from "./alarm.ts";
import { type Datapoint, evaluationRange } from "./judge.ts";

/** The evaluation range's data points, oldest first; "tooFew" if a percentile is not to be judged by so few samples. */
export type AlarmData = readonly (Datapoint | undefined)[] | "tooFew";

/** Of an alarm on one metric. The reader is of the metric's namespace. */
export async function readMetricData(
  configuration: AlarmConfiguration,
  reader: MetricReader,
  nowMs: number,
): Promise<AlarmData> {
  const { Namespace, MetricName, Dimensions, Unit, Statistic, ExtendedStatistic } = configuration;
  const times = rangeTimes(configuration, nowMs);
  const name = Statistic ?? ExtendedStatistic ?? "Average";
  const metric = metricKey(toMetric(Namespace, MetricName, Dimensions));
  const range = { fromS: times.fromS, toS: times.toS, periodS: times.periodS, unit: Unit };
  const periods = mergeUnits(await reader.read(metric, range));
  const samples = [...periods.values()].reduce((sum, { count }) => sum + count, 0);
  if (samples > 0 && configuration.EvaluateLowSampleCountPercentile === "ignore" && samples < leastSamples(name)) {
    return "tooFew";
  }
  return times.starts.map((atS) => {
    const values = periods.get(atS);
    const value = values && toStatistic(name)?.(values);
    return value === undefined ? undefined : { atS, value, sampleCount: values?.count };
  });
}

/** Of an alarm on an expression. */
export async function readExpressionData(
  host: ServiceHost,
  at: Place,
  configuration: AlarmConfiguration,
  nowMs: number,
): Promise<AlarmData> {
  const times = rangeTimes(configuration, nowMs);
  const queries = checkQueries(configuration.Metrics ?? [], "Metrics", at.account);
  const results = await runQueries(host, at, queries, { startMs: times.fromS * 1000, endMs: times.toS * 1000 });
  const [series, ...others] = results.get(queries.find(({ returnData }) => returnData)?.id ?? "") ?? [];
  if (others.length > 0) throw new Error("the alarm's expression gives more than one time series");
  return times.starts.map((atS) => {
    const value = series?.points.get(atS);
    return value === undefined ? undefined : { atS, value, sampleCount: undefined };
  });
}

/** Periods that end with the last whole minute (or ten seconds, for short periods), whatever the hour they would begin in. */
function rangeTimes(configuration: AlarmConfiguration, nowMs: number) {
  const periodS = periodOf(configuration);
  const stepS = Math.min(60, periodS);
  const toS = Math.floor((nowMs - evaluationDelayMs) / 1000 / stepS) * stepS;
  const length = evaluationRange(configuration.EvaluationPeriods);
  const fromS = toS - length * periodS;
  return { fromS, toS, periodS, starts: Array.from({ length }, (_none, index) => fromS + index * periodS) };
}

/** Source: "Percentile-based alarms and low data samples". */
function leastSamples(statistic: string): number {
  const percentile = percentileOf(statistic);
  if (percentile === undefined) return 0;
  const share = percentile / 100;
  return share >= 0.5 ? 10 / (1 - share) : 10 / share;
}
