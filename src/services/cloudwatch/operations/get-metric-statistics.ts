import type { OperationInput, OperationOutput } from "../../service.ts";
import { invalidCombination, invalidValue, missingParameter, valueIsInvalid } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Distribution } from "../metrics/distribution.ts";
import { metricKey, namespaceKey, toMetric } from "../metrics/metric.ts";
import { MetricReader } from "../metrics/metric-reader.ts";
import { checkPeriod, roundStartS } from "../metrics/period.ts";
import { isPlainStatistic, toStatistic } from "../metrics/statistic.ts";
import type { CloudWatch } from "../model.ts";
import type { CloudWatchOperation } from "../operation.ts";

type Datapoint = NonNullable<OperationOutput<CloudWatch, "GetMetricStatistics">["Datapoints"]>[number];

/** Data points of one metric, those of each unit by themselves; in no order on AWS, in that of time here. */
export const getMetricStatistics: CloudWatchOperation<"GetMetricStatistics"> = async (input, context) => {
  const { Namespace, MetricName, Dimensions, Statistics = [], ExtendedStatistics = [] } = input;
  checkStatistics(Statistics, ExtendedStatistics);
  const nowMs = context.host.clock.nowMs();
  const range = toRange(input, nowMs);
  const metric = metricKey(toMetric(Namespace, MetricName, Dimensions));
  const byUnit = await context.host.storage
    .partition(namespaceKey(context, Namespace))
    .read((tx) => new MetricReader(tx, nowMs).read(metric, range));
  const points = [...byUnit].flatMap(([unit, periods]) =>
    [...periods].flatMap(
      ([startS, values]) => toDatapoint({ startS, unit, values }, Statistics, ExtendedStatistics) ?? [],
    ),
  );
  points.sort((a, b) => (a.Timestamp?.getTime() ?? 0) - (b.Timestamp?.getTime() ?? 0));
  return { Label: MetricName, Datapoints: points };
};

function checkStatistics(plain: readonly string[], extended: readonly string[]): void {
  if (plain.length === 0 && extended.length === 0) {
    throw missingParameter("Must specify either Statistics or ExtendedStatistics");
  }
  if (plain.length > 0 && extended.length > 0) {
    throw invalidCombination("Must specify either Statistics or ExtendedStatistics, but not both");
  }
  for (const name of plain) if (!isPlainStatistic(name)) throw valueIsInvalid("Statistics.member.1", name);
  for (const name of extended) {
    if (isPlainStatistic(name) || !toStatistic(name)) throw valueIsInvalid("ExtendedStatistics.member.1", name);
  }
}

function toRange(input: OperationInput<CloudWatch, "GetMetricStatistics">, nowMs: number) {
  const periodS = checkPeriod(input.Period, "Period");
  const startMs = input.StartTime.getTime();
  const endMs = input.EndTime.getTime();
  if (startMs >= endMs) throw invalidValue("The parameter StartTime must be less than the parameter EndTime.");
  const points = Math.floor((endMs - startMs) / 1000 / periodS);
  if (points > limits.statisticsPoints) throw tooManyPoints(points);
  return { fromS: roundStartS(startMs, periodS, nowMs), toS: Math.ceil(endMs / 1000), periodS, unit: input.Unit };
}

function tooManyPoints(points: number) {
  return invalidCombination(
    `You have requested up to ${points} datapoints, which exceeds the limit of ${limits.statisticsPoints}. You may reduce the datapoints ` +
      "requested by increasing Period, or decreasing the time range.",
  );
}

function toDatapoint(
  { startS, unit, values }: { startS: number; unit: string; values: Distribution },
  plain: readonly string[],
  extended: readonly string[],
): Datapoint | undefined {
  const results = [...plain, ...extended].map((name) => [name, toStatistic(name)?.(values)] as const);
  const known = Object.fromEntries(results.filter(([, value]) => value !== undefined));
  if (Object.keys(known).length === 0) return undefined;
  const point = { Timestamp: new Date(startS * 1000), Unit: unit as Datapoint["Unit"] };
  return extended.length > 0
    ? { ...point, ExtendedStatistics: known as Record<string, number> }
    : { ...point, ...known };
}
