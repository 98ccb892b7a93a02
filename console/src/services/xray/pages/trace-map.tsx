import { paginateGetServiceGraph, type Service, XRayClient } from "@aws-sdk/client-xray";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { ResourceMap } from "../../../map/resource-map.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { cloudNowMs } from "../../../text/cloud-clock.ts";
import { toGraphMap } from "../traces/graph-map.ts";
import { NoTraces } from "../traces/no-traces.tsx";
import { NodeFigures } from "../traces/node-figures.tsx";
import { RangeChoice } from "../traces/range-choice.tsx";
import { rangeOf, toRangeId } from "../traces/ranges.ts";

export function Component() {
  const client = useClient(XRayClient);
  const [search, setSearch] = useSearchParams();
  const range = toRangeId(search.get("range"));
  const graph = useLive(
    `xray/graph/${range}`,
    async (signal) => {
      const services: Service[] = [];
      const asked = rangeOf(range, cloudNowMs());
      for await (const { Services = [] } of paginateGetServiceGraph({ client }, asked)) {
        signal.throwIfAborted();
        services.push(...Services);
      }
      return services;
    },
    { everyMs: 5_000 },
  );
  return (
    <Page
      title="Trace map"
      breadcrumbs={[]}
      description="Which services called which, how often, how long it took and how it ended: of all traces of the time."
    >
      <SpaceBetween size="l">
        <RangeChoice range={range} onChange={(next) => setSearch({ range: next }, { replace: true })} />
        <Loaded live={graph} what="the trace map" feature="X-Ray">
          {(services) => (services.length === 0 ? <NoTraces /> : <ServiceMap services={services} />)}
        </Loaded>
      </SpaceBetween>
    </Page>
  );
}

function ServiceMap({ services }: { readonly services: readonly Service[] }) {
  const { nodes, edges } = toGraphMap(services);
  const [chosen, setChosen] = useState<string>();
  const selected = nodes.find(({ id }) => id === chosen) ?? nodes.find(({ of }) => of.Type !== "client");
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header variant="h2" description="Choose a service for its figures.">
            Services
          </Header>
        }
      >
        <ResourceMap
          label="Map of the traces"
          nodes={nodes}
          edges={edges}
          selected={selected?.id}
          onSelect={setChosen}
        />
      </Container>
      {selected && selected.of.Type !== "client" && <NodeFigures service={selected.of} />}
    </SpaceBetween>
  );
}
