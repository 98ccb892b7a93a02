import type { TableDescription } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { lazy, Suspense } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { MetricChart } from "../../../chart/metric-charts.tsx";
import { Copyable } from "../../../shell/copyable.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { formatTime } from "../../../text/times.ts";
import { itemsPath, tablesCrumb } from "../paths.ts";
import { BackupsTab } from "../table/backups-tab.tsx";
import { ExportsAndStreamsTab } from "../table/exports-and-streams-tab.tsx";
import { IndexesTab } from "../table/indexes-tab.tsx";
import { useDeleteTable } from "../table/remove-table.tsx";
import { SettingsTab } from "../table/settings-tab.tsx";
import { statusText } from "../table/status-text.ts";
import { capacityText, keyText, useTable } from "../table/table.ts";

const MetricCharts = lazy(() => import("../../../chart/metric-charts.tsx"));

export function Component() {
  const { name = "" } = useParams();
  return <TablePage key={name} name={name} />;
}

function TablePage({ name }: { name: string }) {
  const live = useTable(name);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const remove = useDeleteTable(() => undefined);
  return (
    <Page
      title={name}
      breadcrumbs={[tablesCrumb]}
      actions={
        <div className="squall-actions">
          <Button
            disabled={!live.data}
            onClick={async () => {
              if (await remove(name)) await navigate(tablesCrumb.href);
            }}
          >
            Delete
          </Button>
          <RouteButton variant="primary" href={itemsPath(name)}>
            Explore table items
          </RouteButton>
        </div>
      }
    >
      <Loaded live={live} what={`the table ${name}`} action={<RouteButton href={tablesCrumb.href}>Tables</RouteButton>}>
        {(table) => (
          <Tabs
            ariaLabel="Table"
            activeTabId={search.get("tab") ?? "overview"}
            onChange={({ detail }) => setSearch({ tab: detail.activeTabId })}
            tabs={[
              { id: "overview", label: "Overview", content: <Overview table={table} /> },
              { id: "indexes", label: "Indexes", content: <IndexesTab table={table} onChange={live.refresh} /> },
              { id: "monitor", label: "Monitor", content: <Monitor name={name} /> },
              { id: "backups", label: "Backups", content: <BackupsTab table={table} /> },
              {
                id: "streams",
                label: "Exports and streams",
                content: <ExportsAndStreamsTab table={table} onChange={live.refresh} />,
              },
              {
                id: "settings",
                label: "Additional settings",
                content: <SettingsTab table={table} onChange={live.refresh} />,
              },
            ]}
          />
        )}
      </Loaded>
    </Page>
  );
}

function Overview({ table }: { table: TableDescription }) {
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">General information</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Partition key", value: keyText(table.KeySchema, "HASH", table) },
            { label: "Sort key", value: keyText(table.KeySchema, "RANGE", table) },
            { label: "Capacity mode", value: capacityText(table) },
            { label: "Table status", value: statusText(table) },
            { label: "Created", value: formatTime(table.CreationDateTime) },
            { label: "Deletion protection", value: table.DeletionProtectionEnabled ? "On" : "Off" },
            { label: "Amazon Resource Name (ARN)", value: <Copyable text={table.TableArn ?? ""} what="ARN" /> },
            { label: "Table class", value: className(table.TableClassSummary?.TableClass) },
            { label: "Encryption", value: table.SSEDescription ? "AWS managed key" : "Owned by Amazon DynamoDB" },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">Items summary</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Item count", value: table.ItemCount ?? "-" },
            { label: "Table size", value: formatBytes(table.TableSizeBytes) },
            {
              label: "Average item size",
              value: table.ItemCount ? formatBytes(Math.round((table.TableSizeBytes ?? 0) / table.ItemCount)) : "-",
            },
          ]}
        />
      </Container>
    </SpaceBetween>
  );
}

function className(name: string | undefined): string {
  return name === "STANDARD_INFREQUENT_ACCESS" ? "DynamoDB Standard-IA" : "DynamoDB Standard";
}

function Monitor({ name }: { name: string }) {
  return (
    <Suspense fallback={null}>
      <MetricCharts namespace="AWS/DynamoDB" dimensions={{ TableName: name }} charts={charts} />
    </Suspense>
  );
}

const count = (metric: string, title: string, Operation?: string): MetricChart => ({
  metric,
  title,
  statistic: "Sum",
  unit: "Count",
  ...(Operation !== undefined && { dimensions: { Operation } }),
});
const latency = (title: string, Operation: string): MetricChart => ({
  metric: "SuccessfulRequestLatency",
  title,
  statistic: "Average",
  unit: "Milliseconds",
  dimensions: { Operation },
});

/** In the order of AWS's console. Source: "DynamoDB metrics and dimensions". */
const charts: readonly MetricChart[] = [
  count("ConsumedReadCapacityUnits", "Read usage (units)"),
  count("ReadThrottleEvents", "Read throttled events"),
  count("ConsumedWriteCapacityUnits", "Write usage (units)"),
  count("WriteThrottleEvents", "Write throttled events"),
  latency("Get latency", "GetItem"),
  latency("Put latency", "PutItem"),
  latency("Query latency", "Query"),
  latency("Scan latency", "Scan"),
  count("ReturnedItemCount", "Query returned item count", "Query"),
  count("ReturnedItemCount", "Scan returned item count", "Scan"),
  count("ConditionalCheckFailedRequests", "Conditional check failed"),
  count("TransactionConflict", "Transaction conflicts"),
  count("TimeToLiveDeletedItemCount", "TTL deleted items"),
];
