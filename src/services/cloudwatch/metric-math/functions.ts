import { ownValue } from "../../../platform/own-value.ts";
import type { MathBudget } from "./budget.ts";
import { ExpressionError } from "./expression.ts";
import { fill } from "./fill.ts";
import { combineValues } from "./operators.ts";
import { mapPoints, setPoint, type TimeRange, type TimeSeries, timesOf } from "./time-series.ts";
import { isArray, isSeries, toArray, toNumber, type Value } from "./value.ts";

export interface FunctionContext extends TimeRange {
  readonly budget: MathBudget;
  /** The finest period among the request's metrics. */
  readonly periodS: number;
  /** All metrics of the request, for METRICS(). */
  readonly metrics: ReadonlyMap<string, TimeSeries>;
}

interface MathFunction {
  readonly least: number;
  readonly most: number;
  readonly call: (parameters: readonly Value[], context: FunctionContext) => Value | Promise<Value>;
}

/** Throws ExpressionError for an unknown function and for parameters it does not take. */
export async function callFunction(
  name: string,
  parameters: readonly Value[],
  context: FunctionContext,
): Promise<Value> {
  const found = ownValue(functions, name);
  if (!found) {
    throw new ExpressionError(unsupported.has(name) ? `Squall does not support ${name}` : `Unknown function ${name}`);
  }
  if (parameters.length < found.least || parameters.length > found.most) {
    throw new ExpressionError(`Wrong number of parameters for ${name}`);
  }
  return found.call(parameters, context);
}

const unsupported: ReadonlySet<string> = new Set([
  "ANOMALY_DETECTION_BAND",
  "DB_PERF_INSIGHTS",
  "INSIGHT_RULE_METRIC",
  "LAMBDA",
  "SERVICE_QUOTA",
]);

const functions: Readonly<Record<string, MathFunction>> = {
  ABS: eachValue(Math.abs),
  CEIL: eachValue(Math.ceil),
  FLOOR: eachValue(Math.floor),
  LOG: eachValue(Math.log),
  LOG10: eachValue(Math.log10),
  AVG: aggregate("AVG"),
  MAX: aggregate("MAX"),
  MIN: aggregate("MIN"),
  SUM: aggregate("SUM"),
  STDDEV: aggregate("STDDEV"),
  EPOCH: eachTime((atS) => atS),
  MINUTE: eachTime((atS) => new Date(atS * 1000).getUTCMinutes()),
  HOUR: eachTime((atS) => new Date(atS * 1000).getUTCHours()),
  // Monday is 1.
  DAY: eachTime((atS) => new Date(atS * 1000).getUTCDay() || 7),
  DATE: eachTime((atS) => new Date(atS * 1000).getUTCDate()),
  MONTH: eachTime((atS) => new Date(atS * 1000).getUTCMonth() + 1),
  YEAR: eachTime((atS) => new Date(atS * 1000).getUTCFullYear()),
  DIFF: eachStep((value, before) => value - before),
  DIFF_TIME: eachStep((_value, _before, seconds) => seconds),
  RATE: eachStep((value, before, seconds) => (value - before) / seconds),
  RUNNING_SUM: define(1, 1, ([series], { budget }) => eachSeries(series, "RUNNING_SUM", runningSum, budget)),
  FILL: define(2, 2, ([series, filling], context) =>
    eachSeries(
      series,
      "FILL",
      (one) => {
        context.budget.spend(Math.ceil((context.toS - context.fromS) / one.periodS));
        return fill(one, filling as Value, context);
      },
      context.budget,
    ),
  ),
  FIRST: define(1, 1, ([array]) => toArray(array as Value, "FIRST").at(0) ?? []),
  LAST: define(1, 1, ([array]) => toArray(array as Value, "LAST").at(-1) ?? []),
  IF: define(2, 3, ([condition, yes, no], { budget }) => choose(condition as Value, yes as Value, no, budget)),
  METRICS: define(0, 1, ([text], { metrics }) => {
    const named = [...metrics].filter(([id]) => text === undefined || id.includes(String(text)));
    return named.map(([, series]) => series);
  }),
  METRIC_COUNT: define(1, 1, ([array]) => toArray(array as Value, "METRIC_COUNT").length),
  PERIOD: define(1, 1, ([series]) => toArray(series as Value, "PERIOD")[0]?.periodS ?? 0),
  REMOVE_EMPTY: define(1, 1, ([array]) =>
    toArray(array as Value, "REMOVE_EMPTY").filter(({ points }) => points.size > 0),
  ),
  SLICE: define(2, 3, ([array, from, to]) => slice(toArray(array as Value, "SLICE"), from as Value, to)),
  SORT: define(2, 4, ([array, by, order, count], { budget }) =>
    sort(toArray(array as Value, "SORT"), by as Value, order, count, budget),
  ),
  TIME_SERIES: define(1, 1, ([value], context) => {
    const constant = toNumber(value as Value, "TIME_SERIES");
    const points = new Map(timesOf(context, context.periodS).map((atS) => [atS, constant]));
    return { label: "TIME_SERIES", periodS: context.periodS, points };
  }),
};

function define(least: number, most: number, call: MathFunction["call"]): MathFunction {
  return { least, most, call };
}

/** A series gives a series, an array an array. One series is some ten milliseconds at most, an array of five hundred seconds. */
async function eachSeries(
  value: Value | undefined,
  what: string,
  change: (series: TimeSeries) => TimeSeries,
  budget: MathBudget,
): Promise<Value> {
  const changed: TimeSeries[] = [];
  for (const series of toArray(value as Value, what)) {
    await budget.rest();
    changed.push(change(series));
  }
  return isArray(value as Value) ? changed : (changed[0] as TimeSeries);
}

function eachValue(change: (value: number) => number): MathFunction {
  return define(1, 1, ([value], { budget }) =>
    typeof value === "number"
      ? change(value)
      : eachSeries(value, "The function", (series) => mapPoints(series, change), budget),
  );
}

function eachTime(change: (atS: number) => number): MathFunction {
  return define(1, 1, ([value], { budget }) =>
    eachSeries(value, "The function", (series) => mapPoints(series, (_value, atS) => change(atS)), budget),
  );
}

/** From the second value on. */
function eachStep(change: (value: number, before: number, seconds: number) => number): MathFunction {
  const step = (series: TimeSeries): TimeSeries => {
    let last: [number, number] | undefined;
    return mapPoints(series, (value, atS) => {
      const before = last;
      last = [atS, value];
      return before && change(value, before[1], atS - before[0]);
    });
  };
  return define(1, 1, ([value], { budget }) => eachSeries(value, "The function", step, budget));
}

function runningSum(series: TimeSeries): TimeSeries {
  let sum = 0;
  return mapPoints(series, (value) => {
    sum += value;
    return sum;
  });
}

const aggregates: Readonly<Record<string, (values: readonly number[]) => number>> = {
  AVG: (values) => sumOf(values) / values.length,
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  SUM: sumOf,
  STDDEV: (values) => {
    const mean = sumOf(values) / values.length;
    return Math.sqrt(sumOf(values.map((value) => (value - mean) ** 2)) / values.length);
  },
};

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Of one series its scalar; of an array the series of what its members have at each time. */
function aggregate(name: string): MathFunction {
  return define(1, 1, async ([value], { budget }) => {
    const of = aggregates[name] as (values: readonly number[]) => number;
    if (typeof value === "number") return value;
    if (isSeries(value as Value)) return of([...(value as TimeSeries).points.values()]);
    const array = toArray(value as Value, name);
    const byTime = new Map<number, number[]>();
    for (const { points } of array) {
      await budget.rest();
      for (const [atS, point] of points) {
        const known = byTime.get(atS);
        if (known) known.push(point);
        else byTime.set(atS, [point]);
      }
    }
    const points = new Map<number, number>();
    for (const atS of [...byTime.keys()].sort((a, b) => a - b)) setPoint(points, atS, of(byTime.get(atS) ?? []));
    return { label: name, periodS: Math.max(0, ...array.map(({ periodS }) => periodS)), points };
  });
}

/** Where the condition is not zero the one, elsewhere the other value or nothing. */
async function choose(condition: Value, yes: Value, no: Value | undefined, budget: MathBudget): Promise<Value> {
  if (typeof condition === "number") {
    if (condition !== 0) return yes;
    return no ?? (isSeries(yes) ? { ...yes, points: new Map() } : Number.NaN);
  }
  const chosen = await combineValues(condition, yes, (test, value) => (test !== 0 ? value : undefined), "IF", budget);
  if (no === undefined) return chosen;
  const other = await combineValues(condition, no, (test, value) => (test === 0 ? value : undefined), "IF", budget);
  if (!isSeries(chosen) || !isSeries(other)) throw new ExpressionError("IF takes scalars and single time series");
  const points = [...chosen.points, ...other.points].sort(([a], [b]) => a - b);
  return { ...chosen, points: new Map(points) };
}

function slice(array: readonly TimeSeries[], from: Value, to: Value | undefined): Value {
  const start = toNumber(from, "SLICE");
  if (to === undefined) return array[start] ?? [];
  return array.slice(start, toNumber(to, "SLICE"));
}

async function sort(
  array: readonly TimeSeries[],
  by: Value,
  order: Value | undefined,
  count: Value | undefined,
  budget: MathBudget,
): Promise<Value> {
  const of = aggregates[String(by).toUpperCase()];
  const direction = order === undefined || order === "ASC" ? 1 : order === "DESC" ? -1 : undefined;
  if (!of || String(by).toUpperCase() === "STDDEV") throw new ExpressionError("SORT goes by AVG, MAX, MIN or SUM");
  if (direction === undefined) throw new ExpressionError("SORT's order is ASC or DESC");
  const ranked: { series: TimeSeries; rank: number | undefined }[] = [];
  for (const series of array) {
    await budget.rest();
    ranked.push({ series, rank: series.points.size > 0 ? of([...series.points.values()]) : undefined });
  }
  ranked.sort((a, b) => {
    if (a.rank === undefined || b.rank === undefined)
      return Number(a.rank === undefined) - Number(b.rank === undefined);
    return (a.rank - b.rank) * direction;
  });
  const sorted = ranked.map(({ series }) => series);
  return count === undefined ? sorted : sorted.slice(0, toNumber(count, "SORT"));
}
