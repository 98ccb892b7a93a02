import { CloudWatchClient, GetMetricDataCommand, type Metric, paginateListMetrics } from "@aws-sdk/client-cloudwatch";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { fillPeriods, toRange } from "../../../chart/range.ts";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";

const TimeBars = lazy(() => import("../../../chart/time-bars.tsx"));

const mostMetrics = 2_000;

export function Component() {
  const client = useClient(CloudWatchClient);
  const [chosen, setChosen] = useState<Metric>();
  const metrics = useLive(
    "cloudwatch/metrics",
    async () => {
      const found: Metric[] = [];
      for await (const { Metrics = [] } of paginateListMetrics({ client }, {})) {
        found.push(...Metrics);
        if (found.length >= mostMetrics) break;
      }
      return found;
    },
    { everyMs: 10_000 },
  );
  return (
    <Page title="All metrics" breadcrumbs={[]} titleInContent>
      <SpaceBetween size="l">
        {chosen && <Graph metric={chosen} />}
        <ResourceTable
          id="cloudwatch.metrics"
          title="All metrics"
          titleVariant="h1"
          noun="metrics"
          feature="CloudWatch metrics"
          live={metrics}
          columns={columns}
          rowId={idOf}
          select="single"
          onSelect={([metric]) => setChosen(metric)}
          filters={[{ id: "namespace", label: "Namespace", value: ({ Namespace }) => Namespace }]}
          empty={{ text: "No metrics yet. They come with the first use of a service." }}
        />
      </SpaceBetween>
    </Page>
  );
}

function Graph({ metric }: { metric: Metric }) {
  const client = useClient(CloudWatchClient);
  const [statistic, setStatistic] = useState<string>(statistics[0]);
  const [length, setLength] = useState(lengths[1]!);
  const graph = useLive(`cloudwatch/graph/${idOf(metric)}/${statistic}/${length.id}`, async () => {
    const range = toRange(cloudNowMs(), length.hours * 3_600_000);
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(range.startMs),
        EndTime: new Date(range.endMs),
        MetricDataQueries: [
          { Id: "m", MetricStat: { Metric: metric, Period: range.periodMs / 1_000, Stat: statistic } },
        ],
      }),
    );
    const { Timestamps = [], Values = [] } = MetricDataResults[0] ?? {};
    return { range, points: fillPeriods(Timestamps, Values, range) };
  });
  if (graph.error)
    return <ErrorAlert error={graph.error} title="The metric could not be read" feature="CloudWatch metrics" />;
  return (
    <SpaceBetween size="s">
      <SpaceBetween direction="horizontal" size="s">
        <SegmentedControl
          label="Statistic"
          selectedId={statistic}
          options={statistics.map((id) => ({ id, text: id }))}
          onChange={({ detail }) => setStatistic(detail.selectedId)}
        />
        <SegmentedControl
          label="Time range"
          selectedId={length.id}
          options={lengths.map(({ id }) => ({ id, text: id }))}
          onChange={({ detail }) => setLength(lengths.find(({ id }) => id === detail.selectedId) ?? length)}
        />
      </SpaceBetween>
      {graph.data && (
        <Suspense fallback={null}>
          <TimeBars
            title={`${metric.Namespace} ${metric.MetricName}`}
            headingLevel="h2"
            unit={statistic}
            range={graph.data.range}
            heightPixels={240}
            bars={[{ title: `${metric.MetricName} ${statistic}`, points: graph.data.points }]}
          />
        </Suspense>
      )}
    </SpaceBetween>
  );
}

const statistics = ["Average", "Sum", "Minimum", "Maximum", "SampleCount", "p99"] as const;
const lengths = [
  { id: "1h", hours: 1 },
  { id: "3h", hours: 3 },
  { id: "12h", hours: 12 },
  { id: "1d", hours: 24 },
  { id: "1w", hours: 168 },
];

function idOf({ Namespace, MetricName, Dimensions = [] }: Metric): string {
  return `${Namespace}/${MetricName}/${Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join()}`;
}

const columns: readonly Column<Metric>[] = [
  {
    id: "namespace",
    header: "Namespace",
    cell: ({ Namespace }) => Namespace,
    value: ({ Namespace }) => Namespace,
    width: 180,
  },
  {
    id: "name",
    header: "Metric name",
    cell: ({ MetricName }) => MetricName,
    value: ({ MetricName }) => MetricName,
    width: 240,
  },
  {
    id: "dimensions",
    header: "Dimensions",
    cell: ({ Dimensions = [] }) => Dimensions.map(({ Name, Value }) => `${Name}: ${Value}`).join(", ") || "-",
    value: ({ Dimensions = [] }) => Dimensions.map(({ Value }) => Value).join(),
    width: 400,
  },
];
