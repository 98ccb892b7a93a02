import type { GetQueryResultsCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatBytes } from "../../../text/bytes.ts";
import { drawableOf, fieldsOf, type Row, toRows } from "./insights-rows.ts";
import { RecordDialog } from "./record-dialog.tsx";

const InsightsChart = lazy(async () => ({ default: (await import("./insights-chart.tsx")).InsightsChart }));

/** What a query has found: as a chart where there are sums, and as a table. */
export function InsightsResults({ answer }: { readonly answer: GetQueryResultsCommandOutput }) {
  const [view, setView] = useState<string>();
  const [record, setRecord] = useState<string>();
  const rows = toRows(answer.results);
  const fields = fieldsOf(rows);
  const drawable = drawableOf(fields, rows);
  // A line of one point is not to be seen.
  const times = new Set(drawable?.time === undefined ? [] : rows.map((row) => row[drawable.time ?? ""]));
  const shown = view ?? (times.size > 1 ? "timeSeries" : "bar");
  const { recordsMatched = 0, recordsScanned = 0, bytesScanned = 0 } = answer.statistics ?? {};
  const hasRecords = rows.some((row) => row["@ptr"] !== undefined);
  return (
    <SpaceBetween size="l">
      {drawable && (
        <Container
          header={
            <Header
              variant="h2"
              actions={
                <SegmentedControl
                  label="Kind of chart"
                  selectedId={shown}
                  options={[
                    { id: "timeSeries", text: "Line" },
                    { id: "bar", text: "Bar" },
                    { id: "pie", text: "Pie" },
                  ]}
                  onChange={({ detail }) => setView(detail.selectedId)}
                />
              }
            >
              Visualization
            </Header>
          }
        >
          <Suspense fallback={null}>
            <InsightsChart title="Visualization of the results" fields={fields} rows={rows} view={shown} />
          </Suspense>
        </Container>
      )}
      <ResourceTable<Row>
        id="logs.insights"
        title="Results"
        noun="results"
        key={fields.join()}
        hideRefresh
        description={`Status: ${answer.status}. ${recordsMatched} of ${recordsScanned} records matched, ${formatBytes(bytesScanned)} were read.`}
        live={{ data: rows, error: undefined, isLoading: false, refresh: () => undefined }}
        columns={fields.map(toColumn)}
        rowId={(row) => row["#"] ?? ""}
        rowName={(row) => `result ${Number(row["#"]) + 1}`}
        select={hasRecords ? "single" : undefined}
        empty={{ text: "No results. Choose a longer time, or another filter." }}
        actions={([selected]) =>
          hasRecords && (
            <Button disabled={!selected?.["@ptr"]} onClick={() => setRecord(selected?.["@ptr"])}>
              View record
            </Button>
          )
        }
      />
      {record && <RecordDialog pointer={record} onClose={() => setRecord(undefined)} />}
    </SpaceBetween>
  );
}

function toColumn(field: string): Column<Row> {
  return {
    id: field,
    header: field,
    cell: (row) => <span className="squall-mono">{row[field]}</span>,
    value: (row) => numberOr(row[field]),
    width: field === "@message" ? 560 : 220,
  };
}

/** Numbers are to be sorted as numbers. */
function numberOr(text: string | undefined): string | number | undefined {
  return text !== undefined && /^-?\d+(?:\.\d+)?$/.test(text) && text.length < 16 ? Number(text) : text;
}
