import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import Grid from "@cloudscape-design/components/grid";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useLive } from "../live/use-live.ts";
import { Loaded } from "../shell/loaded.tsx";
import { useClient } from "../shell/session-provider.tsx";
import { cloudNowMs } from "../text/cloud-clock.ts";
import { fillPeriods, toRange } from "./range.ts";
import TimeBars from "./time-bars.tsx";

/** One chart: a metric by its statistic. */
export interface MetricChart {
  readonly metric: string;
  readonly title: string;
  readonly unit: string;
  readonly statistic: "Sum" | "Average" | "Maximum";
  /** Beside those that all have. */
  readonly dimensions?: Readonly<Record<string, string>>;
}

interface MetricChartsProps {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly charts: readonly MetricChart[];
}

/** CloudWatch's metrics of a resource over the last hours. */
export default function MetricCharts({ namespace, dimensions, charts }: MetricChartsProps) {
  const client = useClient(CloudWatchClient);
  const [length, setLength] = useState(lengths[0]!);
  const data = useLive(
    `metrics/${namespace}/${JSON.stringify(dimensions)}/${length.id}`,
    async () => {
      const range = toRange(cloudNowMs(), length.hours * 3_600_000);
      const { MetricDataResults = [] } = await client.send(
        new GetMetricDataCommand({
          StartTime: new Date(range.startMs),
          EndTime: new Date(range.endMs),
          ScanBy: "TimestampAscending",
          MetricDataQueries: charts.map(({ metric, statistic, dimensions: own }, index) => ({
            Id: `m${index}`,
            MetricStat: {
              Metric: {
                Namespace: namespace,
                MetricName: metric,
                Dimensions: Object.entries({ ...dimensions, ...own }).map(([Name, Value]) => ({ Name, Value })),
              },
              Period: range.periodMs / 1_000,
              Stat: statistic,
            },
          })),
        }),
      );
      const points = charts.map((_chart, index) => {
        const { Timestamps = [], Values = [] } = MetricDataResults.find(({ Id }) => Id === `m${index}`) ?? {};
        return fillPeriods(Timestamps, Values, range);
      });
      return { range, points };
    },
    { everyMs: 10_000 },
  );
  return (
    <SpaceBetween size="l">
      <SegmentedControl
        label="Time range"
        selectedId={length.id}
        options={lengths.map(({ id }) => ({ id, text: id }))}
        onChange={({ detail }) => setLength(lengths.find(({ id }) => id === detail.selectedId) ?? length)}
      />
      <Loaded live={data} what="the metrics" feature="CloudWatch metrics">
        {({ range, points }) => (
          <Grid gridDefinition={charts.map(() => ({ colspan: { default: 12, s: 6 } }))}>
            {charts.map(({ title, unit }, index) => (
              <TimeBars
                key={title}
                title={title}
                unit={unit}
                range={range}
                bars={[{ title, points: points[index] ?? [] }]}
              />
            ))}
          </Grid>
        )}
      </Loaded>
    </SpaceBetween>
  );
}

const lengths = [
  { id: "1h", hours: 1 },
  { id: "3h", hours: 3 },
  { id: "12h", hours: 12 },
  { id: "1d", hours: 24 },
  { id: "1w", hours: 168 },
];
