import type { Place, ServiceHost } from "../../service.ts";
import { tooManyPoints } from "../errors.ts";
import { limits } from "../limits.ts";
import { setPoint, type TimeSeries } from "../metric-math/time-series.ts";
import type { InsightsQuery } from "../metric-query/metric-query.ts";
import { type Metric, metricKey, namespaceKey } from "../metrics/metric.ts";
import { listMetricsAfter } from "../metrics/metric-listing.ts";
import { MetricReader, mergePeriods, mergeUnits, type Periods } from "../metrics/metric-reader.ts";
import { roundStartS } from "../metrics/period.ts";
import { type Statistic, toStatistic } from "../metrics/statistic.ts";
import type { Insights } from "./insights.ts";

/** One series for each group of metrics, in the order asked for. Times in milliseconds, the end exclusive. */
export async function runInsights(
  host: ServiceHost,
  at: Place,
  { id, insights, periodS }: InsightsQuery,
  { startMs, endMs }: { startMs: number; endMs: number },
): Promise<readonly TimeSeries[]> {
  const { namespace, groupBy, orderBy, limit = limits.searchResults } = insights;
  const groups = Map.groupBy(await findMetrics(host, at, insights), (metric) =>
    groupBy.map((label) => labelOf(metric, label, at)).join(" "),
  );
  const nowMs = host.clock.nowMs();
  const range = {
    fromS: roundStartS(startMs, periodS, nowMs),
    toS: Math.ceil(endMs / 1000),
    periodS,
    unit: undefined,
  };
  const statistic = toStatistic(insights.statistic) as Statistic;
  const order = toStatistic(orderBy?.statistic ?? insights.statistic) as Statistic;
  let points = 0;
  const series = await host.storage.partition(namespaceKey(at, namespace)).read(async (tx) => {
    const reader = new MetricReader(tx, nowMs);
    const found: (TimeSeries & { readonly rank: number })[] = [];
    for (const [group, metrics] of groups) {
      const all: Periods = new Map();
      for (const metric of metrics) {
        const read = mergeUnits(await reader.read(metricKey(metric), range));
        points += read.size;
        if (points > limits.pointsRead) throw tooManyPoints(limits.pointsRead);
        mergePeriods(all, read);
      }
      if (all.size > 0) found.push(toSeries(groupBy.length > 0 ? group : id, periodS, all, { statistic, order }));
    }
    return found;
  });
  if (orderBy) series.sort((a, b) => (orderBy.isDescending ? b.rank - a.rank : a.rank - b.rank));
  else series.sort((a, b) => (a.label < b.label ? -1 : 1));
  return series.slice(0, limit);
}

/** The metrics with data of the last two weeks that the query is about: as many as AWS takes at a time. */
async function findMetrics(host: ServiceHost, at: Place, insights: Insights): Promise<Metric[]> {
  const { namespace, metricName: name, dimensions, conditions, groupBy } = insights;
  const found: Metric[] = [];
  for await (const metric of listMetricsAfter(host, at, { namespace, name, activeMs: limits.listedForMs })) {
    const names = metric.dimensions.map(([dimension]) => dimension);
    if (dimensions && !(names.length === dimensions.length && dimensions.every((each) => names.includes(each))))
      continue;
    if (groupBy.some((label) => labelOf(metric, label, at) === undefined)) continue;
    if (!conditions.every(({ label, isEqual, value }) => (labelOf(metric, label, at) === value) === isEqual)) continue;
    found.push(metric);
    if (found.length === limits.insightsMetrics) break;
  }
  return found;
}

function labelOf({ dimensions }: Metric, label: string, { account }: Place): string | undefined {
  return label === "AWS.AccountId" ? account : dimensions.find(([name]) => name === label)?.[1];
}

/** A series' rank is what the order's function makes of all that it has. */
function toSeries(
  label: string,
  periodS: number,
  periods: Periods,
  { statistic, order }: { readonly statistic: Statistic; readonly order: Statistic },
): TimeSeries & { readonly rank: number } {
  const points = new Map<number, number>();
  for (const [atS, values] of [...periods].sort(([a], [b]) => a - b)) setPoint(points, atS, statistic(values));
  const [first, ...others] = periods.values();
  for (const other of others) first?.merge(other);
  return { label, periodS, points, rank: (first && order(first)) ?? 0 };
}
