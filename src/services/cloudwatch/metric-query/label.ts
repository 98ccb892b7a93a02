import { ownValue } from "../../../platform/own-value.ts";
import type { Place } from "../../service.ts";
import type { TimeSeries } from "../metric-math/time-series.ts";
import type { MetricQuery } from "./metric-query.ts";

/**
 * A result's label: the one asked for, with its dynamic parts (`${MAX}`, `${PROP('Dim.Id')}`) put in, or else the metric's name or the
 * expression's id. Source: "Using dynamic labels".
 */
export function toLabel(query: MetricQuery, series: TimeSeries, isOneOfMany: boolean, at: Place): string {
  const plain = query.kind !== "expression" || isOneOfMany ? series.label : query.id;
  if (query.label === undefined) return plain;
  const text = query.label.replaceAll(
    /\$\{([^{}]*)\}/g,
    (given, part: string) => textOf(part, query, series, at) ?? given,
  );
  return isOneOfMany && !/\$\{LABEL\}/.test(query.label) ? `${text} ${series.label}` : text;
}

/**
 * What metrics are called that are given no label: by name and by what tells the request's metrics apart, the statistic and the
 * period, where those are not all the same. As recorded on AWS.
 */
export function createDefaultNames(queries: readonly MetricQuery[]): (query: MetricQuery) => string | undefined {
  const unnamed = queries.filter(
    (query) => query.kind === "statistic" && query.label === undefined && query.returnData,
  );
  const differ = (of: (query: MetricQuery) => unknown) => new Set(unnamed.map(of)).size > 1;
  const statisticsDiffer = differ((query) => query.kind === "statistic" && query.statisticName);
  const periodsDiffer = differ((query) => query.periodS);
  return (query) => {
    if (query.kind !== "statistic") return undefined;
    if (query.label !== undefined) return query.metric.name;
    const parts = [query.metric.name];
    if (statisticsDiffer) parts.push(query.statisticName);
    if (periodsDiffer) parts.push(String(query.periodS));
    return parts.join(" ");
  };
}

function textOf(part: string, query: MetricQuery, series: TimeSeries, at: Place): string | undefined {
  if (part === "LABEL") return series.label;
  const property = /^PROP\(\s*'([^']*)'\s*\)$/.exec(part)?.[1];
  if (property !== undefined) return propertyOf(property, query, series, at);
  const of = ownValue(statistics, part);
  if (!of) return undefined;
  const values = [...series.points.values()];
  return values.length === 0 && part !== "DATAPOINT_COUNT" ? "--" : of(values);
}

function propertyOf(name: string, query: MetricQuery, { periodS }: TimeSeries, at: Place): string | undefined {
  if (name === "AccountId") return at.account;
  if (name === "Region") return at.region;
  if (name === "Period") return String(periodS);
  if (query.kind !== "statistic") return undefined;
  if (name === "MetricName") return query.metric.name;
  if (name === "Namespace") return query.metric.namespace;
  if (name === "Stat") return query.statisticName;
  const dimension = /^Dim\.(.+)$/.exec(name)?.[1];
  return query.metric.dimensions.find(([known]) => known === dimension)?.[1];
}

const statistics: Readonly<Record<string, (values: readonly number[]) => string>> = {
  AVG: (values) => format(sum(values) / values.length),
  DATAPOINT_COUNT: (values) => String(values.length),
  FIRST: (values) => format(values[0] ?? 0),
  LAST: (values) => format(values.at(-1) ?? 0),
  MAX: (values) => format(most(values)),
  MIN: (values) => format(least(values)),
  MINMAX: (values) => `${format(least(values))}/${format(most(values))}`,
  SUM: (values) => format(sum(values)),
};

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function most(values: readonly number[]): number {
  return values.reduce((found, value) => Math.max(found, value), Number.NEGATIVE_INFINITY);
}

function least(values: readonly number[]): number {
  return values.reduce((found, value) => Math.min(found, value), Number.POSITIVE_INFINITY);
}

function format(value: number): string {
  return String(Number(value.toPrecision(6)));
}
