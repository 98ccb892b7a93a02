import { CloudWatchLogsClient, DescribeLogGroupsCommand, type ResultField } from "@aws-sdk/client-cloudwatch-logs";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Multiselect from "@cloudscape-design/components/multiselect";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { lazy, Suspense, useState } from "react";
import { useSearchParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { ErrorAlert } from "../../../shell/error-alert.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { useInsights } from "../logs/use-insights.ts";

const InsightsChart = lazy(() => import("../logs/insights-chart.tsx"));

const initialQuery = `fields @timestamp, @message, @logStream
| sort @timestamp desc
| limit 100`;

export function Component() {
  const client = useClient(CloudWatchLogsClient);
  const asked = useSearchParams()[0].get("group");
  const [groups, setGroups] = useState<readonly string[]>(asked ? [asked] : []);
  const [query, setQuery] = useState(initialQuery);
  const [range, setRange] = useState(ranges[1]!);
  const insights = useInsights();
  const names = useLive(
    "logs/group-names",
    async () =>
      (await client.send(new DescribeLogGroupsCommand({ limit: 50 }))).logGroups?.map(
        ({ logGroupName = "" }) => logGroupName,
      ) ?? [],
    { everyMs: 5_000 },
  );
  const rows = (insights.results?.results ?? []).map(toRow);
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (field) => field !== "@ptr" && field !== "#",
  );

  return (
    <Page title="Logs Insights" breadcrumbs={[]} description="Search and analyze log data with queries.">
      <SpaceBetween size="l">
        <Container
          header={
            <Header
              variant="h2"
              actions={
                <Button
                  variant="primary"
                  disabled={groups.length === 0 || query.trim() === ""}
                  loading={insights.run.isRunning}
                  onClick={() => void insights.run.run({ groups, query, lastMs: range.hours * 3_600_000 })}
                >
                  Run query
                </Button>
              }
            >
              Query
            </Header>
          }
        >
          <SpaceBetween size="m">
            <FormField label="Select log groups">
              <Multiselect
                ariaLabel="Select log groups"
                placeholder="Choose log groups"
                options={(names.data ?? []).map((value) => ({ value, label: value }))}
                selectedOptions={groups.map((value) => ({ value, label: value }))}
                filteringType="auto"
                empty="No log groups yet."
                onChange={({ detail }) => setGroups(detail.selectedOptions.map(({ value = "" }) => value))}
              />
            </FormField>
            <SegmentedControl
              label="Time range"
              selectedId={range.id}
              options={ranges.map(({ id }) => ({ id, text: id }))}
              onChange={({ detail }) => setRange(ranges.find(({ id }) => id === detail.selectedId) ?? range)}
            />
            <FormField
              label="Query"
              description="fields, filter, stats, sort, limit, parse: one command a line, after a |."
              stretch
            >
              <Textarea value={query} rows={6} spellcheck={false} onChange={({ detail }) => setQuery(detail.value)} />
            </FormField>
          </SpaceBetween>
        </Container>
        <ErrorAlert error={insights.run.error} title="The query failed" feature="Logs Insights queries" />
        {rows.length > 0 && fields[0]?.startsWith("bin(") && (
          <Suspense fallback={null}>
            <InsightsChart fields={fields} rows={rows} />
          </Suspense>
        )}
        {insights.results && (
          <ResourceTable
            id="logs.insights"
            title="Results"
            noun="results"
            key={fields.join()}
            hideRefresh
            description={`Status: ${insights.results.status}. ${insights.results.statistics?.recordsMatched ?? 0} of ${insights.results.statistics?.recordsScanned ?? 0} records matched.`}
            live={{ data: rows, error: undefined, isLoading: false, refresh: () => undefined }}
            columns={fields.map(toColumn)}
            rowId={(row) => row["#"] ?? ""}
            empty={{ text: "No results." }}
          />
        )}
        {!insights.results && insights.run.error === undefined && (
          <Box textAlign="center" color="text-body-secondary">
            Choose log groups, then Run query.
          </Box>
        )}
      </SpaceBetween>
    </Page>
  );
}

type Row = Readonly<Record<string, string>>;

function toRow(fields: readonly ResultField[], index: number): Row {
  return { ...Object.fromEntries(fields.map(({ field = "", value = "" }) => [field, value])), "#": String(index) };
}

function toColumn(field: string): Column<Row> {
  return {
    id: field,
    header: field,
    cell: (row) => <span className="squall-mono">{row[field]}</span>,
    value: (row) => row[field],
    width: field === "@message" ? 560 : 220,
  };
}

const ranges = [
  { id: "5m", hours: 1 / 12 },
  { id: "1h", hours: 1 },
  { id: "3h", hours: 3 },
  { id: "12h", hours: 12 },
  { id: "1d", hours: 24 },
  { id: "1w", hours: 168 },
];
