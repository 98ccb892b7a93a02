import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLive } from "../../../live/use-live.ts";
import { Page } from "../../../shell/page.tsx";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatAge } from "../../../text/times.ts";
import { listNodes, type ServerNode } from "../nodes.ts";

export function Component() {
  const nodes = useLive("servers/nodes", listNodes);
  return (
    <Page title="Nodes" breadcrumbs={[]} titleInContent>
      <ResourceTable
        id="servers.nodes"
        title="Nodes"
        titleVariant="h1"
        variant="full-page"
        noun="nodes"
        description="Equal servers on one PostgreSQL and one blob store. Each answers anything; one that dies is missed within five seconds."
        live={nodes}
        columns={columns}
        rowId={({ id }) => id}
        sortBy={{ column: "started" }}
        empty={{ text: "This server is alone: its database is in its data directory." }}
      />
    </Page>
  );
}

const columns: readonly Column<ServerNode>[] = [
  { id: "id", header: "Node ID", cell: ({ id }) => id, value: ({ id }) => id, width: 160 },
  {
    id: "state",
    header: "State",
    cell: ({ isDraining }) =>
      isDraining ? (
        <StatusIndicator type="in-progress">Draining</StatusIndicator>
      ) : (
        <StatusIndicator>Running</StatusIndicator>
      ),
    value: ({ isDraining }) => (isDraining ? "Draining" : "Running"),
    width: 140,
  },
  {
    id: "address",
    header: "Node address",
    cell: ({ address }) => address || "-",
    value: ({ address }) => address,
    width: 220,
  },
  {
    id: "version",
    header: "Version",
    cell: ({ version }) => version ?? "-",
    value: ({ version }) => version,
    width: 120,
  },
  {
    id: "started",
    header: "Running since",
    cell: ({ startedMs }) => formatAge(startedMs),
    value: ({ startedMs }) => startedMs,
    width: 170,
  },
  {
    id: "heartbeat",
    header: "Last heartbeat",
    cell: ({ heartbeatMs }) => formatAge(heartbeatMs),
    value: ({ heartbeatMs }) => heartbeatMs,
    width: 170,
  },
  { id: "epoch", header: "Epoch", cell: ({ epoch }) => epoch, value: ({ epoch }) => epoch, width: 100 },
];
