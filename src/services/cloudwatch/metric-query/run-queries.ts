import type { Place, ServiceHost } from "../../service.ts";
import { tooManyPoints } from "../errors.ts";
import { limits } from "../limits.ts";
import { runInsights } from "../metric-insights/run-insights.ts";
import { MathBudget } from "../metric-math/budget.ts";
import { evaluateExpression } from "../metric-math/evaluate.ts";
import { type CallExpression, callsIn, ExpressionError } from "../metric-math/expression.ts";
import { setPoint, type TimeRange, type TimeSeries } from "../metric-math/time-series.ts";
import { metricKey, namespaceKey } from "../metrics/metric.ts";
import { MetricReader, mergeUnits, type Periods } from "../metrics/metric-reader.ts";
import { roundStartS } from "../metrics/period.ts";
import { type MetricQuery, type StatisticQuery, toValidationError, withExpressionErrors } from "./metric-query.ts";
import { search } from "./search.ts";

/** The series of each query by its id: one for a metric, any number for an expression. */
export type QueryResults = ReadonlyMap<string, readonly TimeSeries[]>;

/** Reads the metrics, a transaction for each namespace, then works out the expressions. Times in milliseconds, the end exclusive. */
export async function runQueries(
  host: ServiceHost,
  at: Place,
  queries: readonly MetricQuery[],
  { startMs, endMs }: { startMs: number; endMs: number },
): Promise<QueryResults> {
  const statistics = queries.filter((query) => query.kind === "statistic");
  const metrics = await readStatistics(host, at, statistics, { startMs, endMs });
  const asInsights = queries.filter((query) => query.kind === "insights");
  const searched = await readSearches(host, at, queries, { startMs, endMs });
  const periodS = Math.min(
    ...[...statistics, ...asInsights].map((query) => query.periodS),
    ...[...searched.values()].map(finestPeriodS),
  );
  const finest = Number.isFinite(periodS) ? periodS : 60;
  const range: TimeRange = { fromS: roundStartS(startMs, finest, host.clock.nowMs()), toS: Math.ceil(endMs / 1000) };
  const results = new Map<string, readonly TimeSeries[] | "running">();
  for (const [id, series] of metrics) results.set(id, [series]);
  for (const each of asInsights) results.set(each.id, await runInsights(host, at, each, { startMs, endMs }));
  const expressions = new Map(queries.filter((query) => query.kind === "expression").map((query) => [query.id, query]));
  const budget = new MathBudget();
  const query = async (id: string): Promise<readonly TimeSeries[] | undefined> => {
    const known = results.get(id);
    if (known === "running") throw new ExpressionError(`${id} depends on itself`);
    const asked = expressions.get(id);
    if (known || !asked) return known;
    results.set(id, "running");
    const found = (call: CallExpression) => searched.get(call) ?? [];
    const context = { ...range, budget, periodS: asked.periodS ?? finest, metrics, query, found };
    const series = await evaluateExpression(asked.expression, context).catch((error: unknown) => {
      throw toValidationError(id, error);
    });
    results.set(id, series);
    return series;
  };
  const all = new Map<string, readonly TimeSeries[]>();
  for (const { id } of queries) all.set(id, (await query(id)) ?? []);
  return all;
}

async function readStatistics(
  host: ServiceHost,
  at: Place,
  queries: readonly StatisticQuery[],
  { startMs, endMs }: { startMs: number; endMs: number },
): Promise<Map<string, TimeSeries>> {
  const nowMs = host.clock.nowMs();
  const found = new Map<string, TimeSeries>();
  let points = 0;
  const byNamespace = Map.groupBy(queries, ({ metric }) => metric.namespace);
  for (const [namespace, asked] of byNamespace) {
    await host.storage.partition(namespaceKey(at, namespace)).read(async (tx) => {
      const reader = new MetricReader(tx, nowMs);
      for (const { id, metric, periodS, unit, statistic } of asked) {
        const range = { fromS: roundStartS(startMs, periodS, nowMs), toS: Math.ceil(endMs / 1000), periodS, unit };
        const periods = mergeUnits(await reader.read(metricKey(metric), range));
        points += periods.size;
        if (points > limits.pointsRead) throw tooManyPoints(limits.pointsRead);
        found.set(id, { label: metric.name, periodS, points: toPoints(periods, statistic) });
      }
    });
  }
  return new Map(queries.map(({ id }) => [id, found.get(id) as TimeSeries]));
}

function toPoints(periods: Periods, statistic: StatisticQuery["statistic"]): Map<number, number> {
  const points = new Map<number, number>();
  for (const [atS, values] of [...periods].sort(([a], [b]) => a - b)) setPoint(points, atS, statistic(values));
  return points;
}

/** Before the expressions are worked out: that part reads nothing. */
async function readSearches(
  host: ServiceHost,
  at: Place,
  queries: readonly MetricQuery[],
  range: { startMs: number; endMs: number },
): Promise<Map<CallExpression, readonly TimeSeries[]>> {
  const found = new Map<CallExpression, readonly TimeSeries[]>();
  /** By its text: a search that stands in many expressions is done once. */
  const done = new Map<string, readonly TimeSeries[]>();
  let points = 0;
  for (const query of queries) {
    if (query.kind !== "expression") continue;
    for (const call of callsIn(query.expression)) {
      if (call.name !== "SEARCH") continue;
      const key = JSON.stringify(call);
      const known = done.get(key);
      if (known) {
        found.set(call, known);
        continue;
      }
      const wanted = withExpressionErrors(query.id, () => search(call));
      const asked = await wanted.findMetrics(host, at);
      const read = await readStatistics(host, at, asked, range);
      const series = asked.map(({ id, label = "" }) => ({ ...(read.get(id) as TimeSeries), label }));
      points += series.reduce((sum, each) => sum + each.points.size, 0);
      if (points > limits.pointsRead) throw tooManyPoints(limits.pointsRead);
      done.set(key, series);
      found.set(call, series);
    }
  }
  return found;
}

function finestPeriodS(series: readonly TimeSeries[]): number {
  return Math.min(...series.map(({ periodS }) => periodS));
}
