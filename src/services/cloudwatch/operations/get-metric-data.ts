import { fromOffsetToken, toPageToken } from "../../page-token.ts";
import { invalidToken, invalidValue, missingParameter, tooManySeries, validationError } from "../errors.ts";
import { limits } from "../limits.ts";
import type { TimeSeries } from "../metric-math/time-series.ts";
import { createDefaultNames, toLabel } from "../metric-query/label.ts";
import { checkQueries } from "../metric-query/metric-query.ts";
import { runQueries } from "../metric-query/run-queries.ts";
import type { CloudWatchOperation } from "../operation.ts";

/** Metrics and expressions over them. Data points beyond `MaxDatapoints` come with the next token, query by query. */
export const getMetricData: CloudWatchOperation<"GetMetricData"> = async (input, context) => {
  const { MetricDataQueries, StartTime, EndTime, ScanBy = "TimestampDescending" } = input;
  if (MetricDataQueries.length === 0) throw missingParameter("The parameter MetricDataQueries is required.");
  if (MetricDataQueries.length > limits.queriesPerRequest) {
    throw invalidValue(
      `The collection MetricDataQueries must not have a size greater than ${limits.queriesPerRequest}.`,
    );
  }
  const range = { startMs: StartTime.getTime(), endMs: EndTime.getTime() };
  if (range.startMs >= range.endMs) {
    throw validationError("The parameter StartTime must be less than the parameter EndTime.");
  }
  const queries = checkQueries(MetricDataQueries, "MetricDataQueries", context.account);
  const series = await runQueries(context.host, context, queries, range);
  const returned = queries.filter(({ returnData }) => returnData);
  const count = returned.reduce((sum, { id }) => sum + (series.get(id)?.length ?? 0), 0);
  if (count > limits.seriesGiven) throw tooManySeries(limits.seriesGiven);
  const nameOf = createDefaultNames(queries);
  const results = returned.flatMap((query) => {
    const found = series.get(query.id) ?? [];
    return found.map((one) => ({
      id: query.id,
      label: toLabel(query, { ...one, label: nameOf(query) ?? one.label }, found.length > 1, context),
      points: toPoints(one),
    }));
  });
  if (ScanBy === "TimestampDescending") for (const { points } of results) points.reverse();
  return toPage(
    results,
    fromOffsetToken(input.NextToken, invalidToken),
    input.MaxDatapoints ?? limits.metricDataPoints,
  );
};

type Point = readonly [atS: number, value: number];

interface Result {
  readonly id: string;
  readonly label: string;
  readonly points: Point[];
}

function toPoints({ points }: TimeSeries): Point[] {
  return [...points].sort(([a], [b]) => a - b);
}

/** Each result stands in each page, with that part of its points that falls into it. The token is the number of points given. */
function toPage(results: readonly Result[], start: number, limit: number) {
  let passed = 0;
  const MetricDataResults = results.map(({ id, label, points }) => {
    const from = Math.max(0, start - passed);
    const to = Math.max(0, Math.min(points.length, start + limit - passed));
    passed += points.length;
    const given = points.slice(from, to);
    return {
      Id: id,
      Label: label,
      Timestamps: given.map(([atS]) => new Date(atS * 1000)),
      Values: given.map(([, value]) => value),
      StatusCode: to < points.length ? ("PartialData" as const) : ("Complete" as const),
    };
  });
  const NextToken = start + limit < passed ? toPageToken(String(start + limit)) : undefined;
  return { MetricDataResults, NextToken, Messages: [] };
}
