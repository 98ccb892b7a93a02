import { type CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { fillPeriods, type Point, periodStarts, type Range } from "../../../chart/range.ts";
import type { Invocation } from "./invocations.ts";

/** What the Monitor tab's charts show; throttles and concurrency are only in CloudWatch's metrics. */
export interface MonitorSeries {
  readonly invocations: readonly Point[];
  readonly errors: readonly Point[];
  readonly durationAverage: readonly Point[];
  readonly durationMaximum: readonly Point[];
  readonly throttles?: readonly Point[];
  readonly concurrency?: readonly Point[];
}

export function seriesFromLog(invocations: readonly Invocation[], range: Range): MonitorSeries {
  const groups = Map.groupBy(invocations, ({ atMs }) => Math.floor(atMs / range.periodMs) * range.periodMs);
  const starts = periodStarts(range);
  const count = (of: (invocation: Invocation) => boolean) =>
    starts.map((start) => ({ x: new Date(start), y: groups.get(start)?.filter(of).length ?? 0 }));
  const duration = (of: (values: readonly number[]) => number) =>
    starts.map((start) => {
      const values = groups.get(start)?.map(({ durationMs }) => durationMs);
      return { x: new Date(start), y: values ? of(values) : 0 };
    });
  return {
    invocations: count(() => true),
    errors: count(({ isError }) => isError),
    durationAverage: duration((values) => values.reduce((sum, value) => sum + value, 0) / values.length),
    durationMaximum: duration((values) => Math.max(...values)),
  };
}

export async function seriesFromMetrics(
  client: CloudWatchClient,
  functionName: string,
  range: Range,
): Promise<MonitorSeries> {
  const queries = [
    ["invocations", "Invocations", "Sum"],
    ["errors", "Errors", "Sum"],
    ["durationAverage", "Duration", "Average"],
    ["durationMaximum", "Duration", "Maximum"],
    ["throttles", "Throttles", "Sum"],
    ["concurrency", "ConcurrentExecutions", "Maximum"],
  ] as const;
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(range.startMs),
      EndTime: new Date(range.endMs),
      ScanBy: "TimestampAscending",
      MetricDataQueries: queries.map(([Id, MetricName, Stat]) => ({
        Id,
        MetricStat: {
          Metric: { Namespace: "AWS/Lambda", MetricName, Dimensions: [{ Name: "FunctionName", Value: functionName }] },
          Period: range.periodMs / 1_000,
          Stat,
        },
      })),
    }),
  );
  const points = (id: string): Point[] => {
    const { Timestamps = [], Values = [] } = MetricDataResults.find(({ Id }) => Id === id) ?? {};
    return fillPeriods(Timestamps, Values, range);
  };
  return {
    invocations: points("invocations"),
    errors: points("errors"),
    durationAverage: points("durationAverage"),
    durationMaximum: points("durationMaximum"),
    throttles: points("throttles"),
    concurrency: points("concurrency"),
  };
}
