import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { FlowSummary } from "../../../../../src/services/flows/flow-step.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTimestamp } from "../../../text/times.ts";
import { formatMs } from "../flow/format-ms.ts";
import { readFlows } from "../flow/read-flows.ts";
import { nameOf, serviceOf } from "../flow/resource-name.ts";
import { flowPath } from "../paths.ts";

export function Component() {
  const flows = useLive("xray/flows", readFlows);
  return (
    <Page title="Flows" breadcrumbs={[]} titleInContent>
      <ResourceTable
        id="xray.flows"
        title="Flows"
        titleVariant="h1"
        variant="full-page"
        description="What happened to the latest events: from an upload, a message or a request to whatever it led to. Put together by the trace header that goes along; kept in the server's memory."
        noun="flows"
        live={flows}
        columns={columns}
        rowId={({ root }) => root}
        sortBy={{ column: "time", descending: true }}
        searchPlaceholder="Find flows by resource"
        filters={[{ id: "result", label: "Result", value: resultOf }]}
        empty={{
          text: "No flows yet. Upload an object, send a message or invoke a function.",
          action: <RouteButton href="/console/lambda/functions">Go to functions</RouteButton>,
        }}
      />
    </Page>
  );
}

function resultOf({ failed }: FlowSummary): string {
  return failed > 0 ? "Failed" : "Succeeded";
}

const columns: readonly Column<FlowSummary>[] = [
  {
    id: "time",
    header: "Began",
    cell: ({ root, atMs }) => <RouteLink href={flowPath(root)}>{formatTimestamp(atMs)}</RouteLink>,
    value: ({ atMs }) => atMs,
    width: 280,
  },
  {
    id: "way",
    header: "Way",
    cell: ({ resources }) => wayOf(resources),
    value: ({ resources }) => wayOf(resources),
    width: 620,
  },
  {
    id: "result",
    header: "Result",
    cell: (flow) => <StatusIndicator type={flow.failed > 0 ? "error" : "success"}>{resultOf(flow)}</StatusIndicator>,
    value: resultOf,
    width: 150,
    minWidth: 140,
  },
  { id: "steps", header: "Steps", cell: ({ steps }) => steps, value: ({ steps }) => steps, width: 100 },
  {
    id: "took",
    header: "Took",
    cell: ({ atMs, endMs }) => formatMs(endMs - atMs),
    value: ({ atMs, endMs }) => endMs - atMs,
    width: 110,
  },
];

function wayOf(resources: readonly string[]): string {
  return resources.map((arn) => `${serviceOf(arn)} ${nameOf(arn)}`).join(" → ");
}
