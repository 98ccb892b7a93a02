import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useParams } from "react-router";
import type { Flow } from "../../../../../src/services/flows/flow-step.ts";
import { useLive } from "../../../live/use-live.ts";
import { ResourceMap } from "../../../map/resource-map.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { formatTimestamp } from "../../../text/times.ts";
import { formatMs } from "../flow/format-ms.ts";
import { NodeSteps } from "../flow/node-steps.tsx";
import { readFlow } from "../flow/read-flows.ts";
import { toMap } from "../flow/to-map.ts";
import { tracePath } from "../paths.ts";

/** A flow in which nothing has happened for so long is over: it is looked at less often. */
const restsAfterMs = 60_000;

export function Component() {
  const { id = "" } = useParams();
  const flow = useLive(`xray/flow/${id}`, async (signal) => ({ found: await readFlow(id, signal) }), {
    everyMs: (data) => (cloudNowMs() - lastMs(data?.found) > restsAfterMs ? 10_000 : 900),
  });
  const root = flow.data?.found?.root;
  return (
    <Page
      title="Flow"
      breadcrumbs={[{ text: "Flows", href: "/console/xray/flows" }]}
      description="What happened to one event, step by step."
      actions={<RouteButton href={tracePath(root ?? id)}>View X-Ray trace</RouteButton>}
    >
      <Loaded live={flow} what="the flow">
        {({ found }) =>
          found ? (
            <FlowMap flow={found} />
          ) : (
            <Alert type="info" header="This flow is not kept">
              The server keeps the newest flows in its memory. It has none by this trace or request: the newest are on{" "}
              the page Flows.
            </Alert>
          )
        }
      </Loaded>
    </Page>
  );
}

function FlowMap({ flow }: { readonly flow: Flow }) {
  const { nodes, edges } = toMap(flow.steps);
  const [chosen, setChosen] = useState<string>();
  const selected = nodes.find(({ id }) => id === chosen) ?? nodes.find(({ steps }) => steps.length > 0);
  const beganMs = flow.steps[0]?.atMs ?? 0;
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            description={`Began ${formatTimestamp(beganMs)}, took ${formatMs(lastMs(flow) - beganMs)}. Choose a resource for what was done there.`}
          >
            Map
          </Header>
        }
      >
        <ResourceMap label="Map of the flow" nodes={nodes} edges={edges} selected={selected?.id} onSelect={setChosen} />
      </Container>
      {selected && <NodeSteps key={selected.id} node={selected} beganMs={beganMs} />}
    </SpaceBetween>
  );
}

function lastMs(flow: Flow | undefined): number {
  return Math.max(0, ...(flow?.steps ?? []).map(({ atMs, tookMs = 0 }) => atMs + tookMs));
}
