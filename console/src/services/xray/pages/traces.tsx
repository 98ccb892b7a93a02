import { GetTraceSummariesCommand, type TraceSummary, XRayClient } from "@aws-sdk/client-xray";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { toFailure } from "../../../aws/errors.ts";
import { useLiveList } from "../../../live/use-live-list.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { formatTimestamp } from "../../../text/times.ts";
import { formatMs } from "../flow/format-ms.ts";
import { tracePath } from "../paths.ts";
import { RangeChoice } from "../traces/range-choice.tsx";
import { rangeOf, toRangeId } from "../traces/ranges.ts";

const examples = 'service("orders") AND fault, annotation.customer = "42", responsetime > 1, http.url CONTAINS "/pay"';

export function Component() {
  const client = useClient(XRayClient);
  const [search, setSearch] = useSearchParams();
  const range = toRangeId(search.get("range"));
  const filter = search.get("filter") ?? "";
  const [typed, setTyped] = useState(filter);
  useEffect(() => setTyped(filter), [filter]);
  const traces = useLiveList(`xray/traces/${range}/${filter}`, async (NextToken, abortSignal) => {
    const { TraceSummaries = [], NextToken: next } = await client.send(
      new GetTraceSummariesCommand({
        ...rangeOf(range, cloudNowMs()),
        FilterExpression: filter || undefined,
        NextToken,
      }),
      { abortSignal },
    );
    return { items: TraceSummaries, next };
  });
  const change = (next: Readonly<Record<string, string>>) => {
    const params = new URLSearchParams(search);
    for (const [name, value] of Object.entries(next)) {
      if (value) params.set(name, value);
      else params.delete(name);
    }
    setSearch(params, { replace: true });
  };
  // A wrong expression is the field's fault, not the table's.
  const failure = traces.error === undefined ? undefined : toFailure(traces.error);
  const isRefused = filter !== "" && failure?.name === "InvalidRequestException";
  return (
    <Page title="Traces" breadcrumbs={[]} description="Requests that X-Ray was told of, the newest first.">
      <SpaceBetween size="l">
        <RangeChoice range={range} onChange={(next) => change({ range: next })} />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            change({ filter: typed.trim() });
          }}
        >
          <FormField
            label="Filter expression"
            stretch
            constraintText={`For example: ${examples}`}
            errorText={isRefused ? failure?.message : undefined}
            secondaryControl={<Button formAction="submit">Run query</Button>}
          >
            <Input
              value={typed}
              type="search"
              placeholder='service("orders") AND fault'
              spellcheck={false}
              onChange={({ detail }) => {
                setTyped(detail.value);
                if (detail.value === "") change({ filter: "" });
              }}
            />
          </FormField>
        </form>
        <ResourceTable
          id="xray.traces"
          title="Traces"
          noun="traces"
          live={isRefused ? { ...traces, error: undefined, data: [] } : traces}
          feature="X-Ray"
          columns={columns}
          rowId={({ Id = "" }) => Id}
          sortBy={{ column: "time", descending: true }}
          filters={[{ id: "status", label: "Status", value: statusOf }]}
          empty={{ text: "No traces of this time and filter. Functions are traced whose active tracing is on." }}
        />
      </SpaceBetween>
    </Page>
  );
}

function statusOf({ HasFault, HasThrottle, HasError }: TraceSummary): string {
  if (HasFault) return "Fault (5xx)";
  if (HasThrottle) return "Throttle (429)";
  return HasError ? "Error (4xx)" : "OK";
}

const columns: readonly Column<TraceSummary>[] = [
  {
    id: "id",
    header: "ID",
    cell: ({ Id = "" }) => <RouteLink href={tracePath(Id)}>{Id}</RouteLink>,
    value: ({ Id }) => Id,
    width: 320,
  },
  {
    id: "status",
    header: "Status",
    cell: (trace) => (
      <StatusIndicator type={statusOf(trace) === "OK" ? "success" : trace.HasFault ? "error" : "warning"}>
        {statusOf(trace)}
      </StatusIndicator>
    ),
    value: statusOf,
    width: 140,
  },
  {
    id: "time",
    header: "Began",
    cell: ({ StartTime }) => formatTimestamp(StartTime?.getTime()),
    value: ({ StartTime }) => StartTime?.getTime(),
    width: 240,
  },
  {
    id: "response",
    header: "Response time",
    cell: ({ ResponseTime = 0 }) => formatMs(ResponseTime * 1_000),
    value: ({ ResponseTime }) => ResponseTime,
    width: 140,
  },
  {
    id: "duration",
    header: "Duration",
    cell: ({ Duration = 0 }) => formatMs(Duration * 1_000),
    value: ({ Duration }) => Duration,
    width: 120,
  },
  {
    id: "entry",
    header: "Entry point",
    cell: ({ EntryPoint }) => EntryPoint?.Name ?? "-",
    value: ({ EntryPoint }) => EntryPoint?.Name,
    width: 180,
  },
  {
    id: "http",
    header: "Response code",
    cell: ({ Http }) => Http?.HttpStatus ?? "-",
    value: ({ Http }) => Http?.HttpStatus,
    width: 140,
  },
  {
    id: "url",
    header: "URL",
    cell: ({ Http }) => Http?.HttpURL ?? "-",
    value: ({ Http }) => Http?.HttpURL,
    width: 240,
    hidden: true,
  },
  {
    id: "annotations",
    header: "Annotations",
    cell: (trace) => annotationsOf(trace) || "-",
    value: annotationsOf,
    width: 240,
    hidden: true,
  },
];

function annotationsOf({ Annotations = {} }: TraceSummary): string {
  return Object.entries(Annotations)
    .map(([name, values]) => {
      const of = values.map(({ AnnotationValue: value }) => Object.values(value ?? {})[0]);
      return `${name}=${[...new Set(of)].join("|")}`;
    })
    .join(", ");
}
