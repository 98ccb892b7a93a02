import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  type Granularity,
  type ResultByTime,
} from "@aws-sdk/client-cost-explorer";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { lazy, Suspense, useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { type ServiceCost, toCosts } from "../costs.ts";

const CostChart = lazy(() => import("../cost-chart.tsx"));

export function Component() {
  const client = useClient(CostExplorerClient);
  const [range, setRange] = useState(ranges[0]!);
  const bill = useLive(
    `billing/${range.id}`,
    async () => {
      const { ResultsByTime = [] } = await client.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: day(-range.days + 1), End: day(1) },
          Granularity: range.granularity,
          Metrics: ["UnblendedCost"],
          GroupBy: [{ Type: "DIMENSION", Key: "SERVICE" }],
        }),
      );
      return ResultsByTime;
    },
    { everyMs: 10_000 },
  );
  return (
    <Page title="Cost Explorer" breadcrumbs={[]} description="What the same usage would cost on AWS.">
      <SpaceBetween size="l">
        <SegmentedControl
          label="Date range"
          selectedId={range.id}
          options={ranges.map(({ id, text }) => ({ id, text }))}
          onChange={({ detail }) => setRange(ranges.find(({ id }) => id === detail.selectedId) ?? range)}
        />
        {bill.isLoading && <StatusIndicator type="loading">Loading costs</StatusIndicator>}
        {bill.error !== undefined && (
          <Container header={<Header variant="h2">Costs and usage</Header>}>
            <ErrorAlert
              error={bill.error}
              title="The costs could not be read"
              feature="Cost Explorer"
              onRetry={bill.refresh}
            />
          </Container>
        )}
        {bill.data && <Bill results={bill.data} />}
      </SpaceBetween>
    </Page>
  );
}

function Bill({ results }: { results: readonly ResultByTime[] }) {
  const costs = toCosts(results);
  return (
    <SpaceBetween size="l">
      <Suspense fallback={null}>
        <CostChart costs={costs} />
      </Suspense>
      <ResourceTable
        id="billing.services"
        title="Costs by service"
        noun="services"
        hideRefresh
        live={{ data: costs.services, error: undefined, isLoading: false, refresh: () => undefined }}
        columns={columns}
        rowId={({ service }) => service}
        sortBy={{ column: "total", descending: true }}
        empty={{ text: "Nothing was used in this time." }}
      />
    </SpaceBetween>
  );
}

const columns: readonly Column<ServiceCost>[] = [
  { id: "service", header: "Service", cell: ({ service }) => service, value: ({ service }) => service, width: 320 },
  {
    id: "total",
    header: "Total (USD)",
    cell: ({ total }) => total.toFixed(6),
    value: ({ total }) => total,
    width: 180,
  },
];

const ranges: readonly {
  readonly id: string;
  readonly text: string;
  readonly days: number;
  readonly granularity: Granularity;
}[] = [
  { id: "7d", text: "Last 7 days", days: 7, granularity: "DAILY" },
  { id: "30d", text: "Last 30 days", days: 30, granularity: "DAILY" },
  { id: "6m", text: "Last 6 months", days: 183, granularity: "MONTHLY" },
];

/** A date in the form 2026-09-03; Cost Explorer's end is not counted. */
function day(fromToday: number): string {
  return new Date(cloudNowMs() + fromToday * 86_400_000).toISOString().slice(0, 10);
}
