import { BatchGetTracesCommand, GetTraceGraphCommand, type Trace, XRayClient } from "@aws-sdk/client-xray";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { ResourceMap } from "../../../map/resource-map.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatMs } from "../flow/format-ms.ts";
import { flowPath } from "../paths.ts";
import { toGraphMap } from "../traces/graph-map.ts";
import { SegmentDetails } from "../traces/segment-details.tsx";
import { toRows } from "../traces/segment-rows.ts";
import { TimeLine } from "../traces/time-line.tsx";

export function Component() {
  const { id = "" } = useParams();
  const client = useClient(XRayClient);
  const trace = useLive(
    `xray/trace/${id}`,
    async (abortSignal) => {
      const { Traces = [] } = await client.send(new BatchGetTracesCommand({ TraceIds: [id] }), { abortSignal });
      return { found: Traces[0] };
    },
    { everyMs: 2_000 },
  );
  return (
    <Page
      title={`Trace ${id}`}
      breadcrumbs={[{ text: "Traces", href: "/console/xray/traces" }]}
      actions={<RouteButton href={flowPath(id)}>View flow</RouteButton>}
    >
      <Loaded live={trace} what="the trace" feature="X-Ray">
        {({ found }) =>
          found ? (
            <WholeTrace trace={found} />
          ) : (
            <Alert type="info" header="X-Ray has no such trace">
              Segments come some 200 ms after what they are of, and are kept for 30 days. What is not sampled is not
              told: the flow may show it.
            </Alert>
          )
        }
      </Loaded>
    </Page>
  );
}

function WholeTrace({ trace }: { readonly trace: Trace }) {
  const client = useClient(XRayClient);
  const documents = (trace.Segments ?? []).map(({ Document = "{}" }) => Document);
  const rows = toRows(documents);
  const [chosen, setChosen] = useState<string>();
  const selected = rows.find(({ work }) => work.id === chosen) ?? rows[0];
  const graph = useLive(
    `xray/trace-graph/${trace.Id}/${documents.length}`,
    async (abortSignal) => {
      const { Services = [] } = await client.send(new GetTraceGraphCommand({ TraceIds: [trace.Id ?? ""] }), {
        abortSignal,
      });
      return Services;
    },
    { everyMs: Number.POSITIVE_INFINITY },
  );
  const map = graph.data && toGraphMap(graph.data);
  return (
    <SpaceBetween size="l">
      {map && map.nodes.length > 0 && (
        <Container header={<Header variant="h2">Trace map</Header>}>
          <ResourceMap
            label="Map of the trace"
            {...map}
            selected={map.nodes.find(({ name }) => name === selected?.work.name)?.id}
            onSelect={(node) => {
              const name = map.nodes.find((each) => each.id === node)?.name;
              const row = rows.find(({ work }) => work.name === name);
              if (row) setChosen(row.work.id);
            }}
          />
        </Container>
      )}
      <Container
        header={
          <Header
            variant="h2"
            counter={`(${rows.length})`}
            description={`${formatMs((trace.Duration ?? 0) * 1_000)} in all. Choose a segment for what it says.`}
          >
            Segments timeline
          </Header>
        }
      >
        <TimeLine rows={rows} selected={selected?.work.id} onSelect={setChosen} />
      </Container>
      {selected && <SegmentDetails key={selected.work.id} row={selected} />}
    </SpaceBetween>
  );
}
