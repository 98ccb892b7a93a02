import { CloudWatchClient, GetMetricDataCommand, type Metric, paginateListMetrics } from "@aws-sdk/client-cloudwatch";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";

const MetricChart = lazy(() => import("../metrics/metric-chart.tsx"));

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
  const data = useLive(`cloudwatch/graph/${idOf(metric)}`, async () => {
    const end = Date.now();
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(end - 3 * 3_600_000),
        EndTime: new Date(end),
        ScanBy: "TimestampAscending",
        MetricDataQueries: (["Average", "Sum", "Maximum"] as const).map((Stat) => ({
          Id: Stat.toLowerCase(),
          MetricStat: { Metric: metric, Period: 60, Stat },
        })),
      }),
    );
    return MetricDataResults;
  });
  if (data.error)
    return <ErrorAlert error={data.error} title="The metric could not be read" feature="CloudWatch metrics" />;
  return data.data ? (
    <Suspense fallback={null}>
      <MetricChart title={`${metric.Namespace} ${metric.MetricName}`} results={data.data} />
    </Suspense>
  ) : null;
}

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
