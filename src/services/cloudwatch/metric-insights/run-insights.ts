import { Pace } from "../../../platform/pace.ts";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { tooManyPoints } from "../errors.ts";
import { limits } from "../limits.ts";
import { setPoint, type TimeSeries } from "../metric-math/time-series.ts";
import type { InsightsQuery } from "../metric-query/metric-query.ts";
import { type Metric, metricKey, namespaceKey } from "../metrics/metric.ts";
import { listMetricsAfter } from "../metrics/metric-listing.ts";
import { MetricReader, mergePeriods, mergeUnits, type Periods, type PointRange } from "../metrics/metric-reader.ts";
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
  const metrics = await findMetrics(host, at, insights);
  const valuesOf = (metric: Metric) => groupBy.map((label) => labelOf(metric, label, at));
  const nowMs = host.clock.nowMs();
  const range = {
    fromS: roundStartS(startMs, periodS, nowMs),
    toS: Math.ceil(endMs / 1000),
    periodS,
    unit: undefined,
  };
  const statistic = toStatistic(insights.statistic) as Statistic;
  const order = toStatistic(orderBy?.statistic ?? insights.statistic) as Statistic;
  // A value may have spaces: the label would not tell all groups apart.
  const groups = new Map<string, { readonly label: string; readonly all: Periods }>();
  let points = 0;
  for await (const [metric, read] of readEach(host, namespaceKey(at, namespace), metrics, range)) {
    points += read.size;
    if (points > limits.pointsRead) throw tooManyPoints(limits.pointsRead);
    const values = valuesOf(metric);
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { label: groupBy.length > 0 ? values.join(" ") : id, all: new Map() };
    groups.set(key, group);
    mergePeriods(group.all, read);
  }
  const series = [...groups.values()]
    .filter(({ all }) => all.size > 0)
    .map(({ label, all }) => toSeries(label, periodS, all, { statistic, order }));
  if (orderBy) series.sort((a, b) => (orderBy.isDescending ? b.rank - a.rank : a.rank - b.rank));
  else series.sort((a, b) => (a.label < b.label ? -1 : 1));
  return series.slice(0, limit);
}

/** What each metric has in the range. They may be ten thousand: others have their turns of the process, and of the database, between. */
async function* readEach(
  { storage, clock }: ServiceHost,
  key: PartitionKey,
  metrics: readonly Metric[],
  range: PointRange,
): AsyncGenerator<readonly [Metric, Periods]> {
  const pace = new Pace();
  for (let at = 0; at < metrics.length; ) {
    const from = at;
    const slice = await storage.partition(key).read(async (tx) => {
      const reader = new MetricReader(tx, clock.nowMs());
      const read: (readonly [Metric, Periods])[] = [];
      for (const metric of metrics.slice(from)) {
        read.push([metric, mergeUnits(await reader.read(metricKey(metric), range))]);
        if (pace.isOver) break;
      }
      return read;
    });
    yield* slice;
    at += slice.length;
    await pace.rest();
  }
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
