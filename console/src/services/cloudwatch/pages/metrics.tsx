import type { Metric } from "@aws-sdk/client-cloudwatch";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { lazy, Suspense, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { TimeSpanField } from "../../../chart/time-span-field.tsx";
import { TimeZoneToggle } from "../../../chart/time-zone-toggle.tsx";
import { JsonText } from "../../../shell/json-text.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { usePageCommands } from "../../../shell/search/page-commands.tsx";
import { useTimeZone } from "../../../text/time-zone.ts";
import { AddToDashboard } from "../dashboards/add-to-dashboard.tsx";
import { addMetrics } from "../metrics/add-lines.ts";
import { type Graph, graphKeys, graphOf, toAddress, views, viewTexts } from "../metrics/graph-address.ts";
import { GraphedLines } from "../metrics/graphed-lines.tsx";
import { MetricBrowser } from "../metrics/metric-browser.tsx";
import { type MetricLine, periods, toQueries } from "../metrics/metric-line.ts";

const MetricGraph = lazy(() => import("../metrics/metric-graph.tsx"));

/** "All metrics": what there is by namespace and dimensions, and a graph of some of it, which stands in the address. */
export function Component() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const zone = useTimeZone();
  const [isAdding, setAdding] = useState(false);
  const graph = graphOf(search);
  const place = { namespace: search.get("namespace") ?? undefined, dimensions: search.get("dimensions") ?? undefined };
  const change = (changed: Partial<Graph>, more: Record<string, string | undefined> = {}) => {
    const wanted: Record<string, string | undefined> = { ...toAddress({ ...graph, ...changed }), ...more };
    setSearch((before) => {
      const next = new URLSearchParams(before);
      for (const key of [...graphKeys, ...Object.keys(more)]) next.delete(key);
      for (const [key, value] of Object.entries(wanted)) if (value !== undefined) next.set(key, value);
      return next;
    });
  };
  const add = (metrics: readonly Metric[]) => change({ lines: addMetrics(graph.lines, metrics) });
  usePageCommands([
    { text: "Add this graph to a dashboard", run: () => setAdding(true) },
    { text: "Remove all lines of the graph", run: () => change({ lines: [] }) },
  ]);
  return (
    <Page
      title="All metrics"
      breadcrumbs={[]}
      description="Measurements of services and of your own programs."
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button disabled={graph.lines.length === 0} onClick={() => setAdding(true)}>
            Add to dashboard
          </Button>
          <RouteButton href={alarmHref(graph)} disabled={graph.lines.length === 0}>
            Create alarm
          </RouteButton>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <Container
          header={
            <Header
              variant="h2"
              actions={
                <SpaceBetween direction="horizontal" size="xs">
                  <TimeZoneToggle zone={zone} />
                  <TimeSpanField
                    span={graph.span}
                    offered={["1h", "3h", "12h", "1d", "3d", "1w"]}
                    onChange={(span) => span && change({ span })}
                  />
                  <GraphChoices graph={graph} onChange={change} />
                </SpaceBetween>
              }
            >
              Graph
            </Header>
          }
        >
          <Suspense fallback={null}>
            <MetricGraph title="Graph of the chosen metrics" {...graph} />
          </Suspense>
        </Container>
        <PageTabs
          label="Metrics"
          keepsAddress
          tabs={[
            {
              id: "browse",
              label: "Browse",
              content: (
                <MetricBrowser
                  place={place}
                  onPlace={({ namespace, dimensions }) => change({}, { namespace, dimensions })}
                  select="multi"
                  action="Add to graph"
                  onAction={add}
                />
              ),
            },
            {
              id: "graphed",
              label: `Graphed metrics (${graph.lines.length})`,
              content: (
                <GraphedLines
                  lines={graph.lines}
                  onChange={(lines) => change({ lines })}
                  onAlarm={(line) => void navigate(alarmHref({ ...graph, lines: lineWithItsOwn(line, graph.lines) }))}
                />
              ),
            },
            {
              id: "source",
              label: "Source",
              content: (
                <JsonText text={JSON.stringify(toQueries(graph.lines, graph.periodS ?? 300))} testId="graph-source" />
              ),
            },
          ]}
        />
      </SpaceBetween>
      {isAdding && <AddToDashboard graph={graph} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function GraphChoices({
  graph,
  onChange,
}: {
  readonly graph: Graph;
  readonly onChange: (change: Partial<Graph>) => void;
}) {
  const offered = [{ value: "", label: "Period: automatic" }, ...periods];
  const kinds = views.map((value) => ({ value, label: viewTexts[value] }));
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <Select
        ariaLabel="Period"
        options={offered}
        selectedOption={offered.find(({ value }) => value === String(graph.periodS ?? "")) ?? null}
        onChange={({ detail }) => onChange({ periodS: Number(detail.selectedOption.value) || undefined })}
      />
      <Select
        ariaLabel="Kind of graph"
        options={kinds}
        selectedOption={kinds.find(({ value }) => value === graph.view) ?? null}
        onChange={({ detail }) => onChange({ view: views.find((view) => view === detail.selectedOption.value) })}
      />
    </SpaceBetween>
  );
}

/** An expression goes with what it may name. */
function lineWithItsOwn(line: MetricLine, lines: readonly MetricLine[]): MetricLine[] {
  if (line.metric) return [line];
  return lines.map((one) => (one === line ? { ...one, isHidden: undefined } : { ...one, isHidden: true }));
}

function alarmHref({ lines, periodS = 300 }: Pick<Graph, "lines" | "periodS">): string {
  const [only] = lines;
  const query: Record<string, string> =
    lines.length === 1 && only?.metric
      ? { metric: JSON.stringify(only.metric), stat: only.stat ?? "Average", period: String(only.period ?? periodS) }
      : { queries: JSON.stringify(toQueries(lines, periodS)) };
  return `/console/cloudwatch/create-alarm?${new URLSearchParams(query)}`;
}
