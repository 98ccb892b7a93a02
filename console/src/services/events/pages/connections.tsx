import {
  type Connection,
  DeleteConnectionCommand,
  EventBridgeClient,
  ListConnectionsCommand,
} from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";

export function Component() {
  const several = useSeveral();
  const client = useClient(EventBridgeClient);
  const confirmed = useConfirmed();
  const connections = useLive("events/connections", async () => {
    const { Connections = [] } = await client.send(new ListConnectionsCommand({ Limit: 100 }));
    return Connections;
  });
  const remove = ({ Name = "" }: Connection) =>
    confirmed(
      {
        title: `Delete connection ${Name}?`,
        body: (
          <>
            API destinations that use <b className="squall-anywhere">{Name}</b> can no longer be invoked.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteConnectionCommand({ Name })),
      {
        done: `Connection ${Name} was deleted.`,
        failed: `Connection ${Name} could not be deleted`,
        onChange: connections.refresh,
      },
    );
  return (
    <ListPage
      id="events.connections"
      title="Connections"
      noun="connections"
      description="A connection has the authorization that an API destination is invoked with."
      feature="connections"
      live={connections}
      columns={columns}
      rowId={({ Name = "" }) => Name}
      select="multi"
      rowArn={({ ConnectionArn }) => ConnectionArn}
      create={{ text: "Create connection", href: "/console/events/create-connection" }}
      empty="No connections."
      actions={(chosen) => (
        <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "connections", remove)}>
          Delete
        </Button>
      )}
    />
  );
}

const columns: readonly Column<Connection>[] = [
  { id: "name", header: "Name", cell: ({ Name }) => Name, value: ({ Name }) => Name, width: 260 },
  {
    id: "state",
    header: "Status",
    cell: ({ ConnectionState = "", StateReason }) => (
      <StatusIndicator
        type={ConnectionState === "AUTHORIZED" ? "success" : /ING$/.test(ConnectionState) ? "in-progress" : "warning"}
      >
        {ConnectionState} {StateReason}
      </StatusIndicator>
    ),
    value: ({ ConnectionState }) => ConnectionState,
    width: 180,
  },
  {
    id: "type",
    header: "Authorization type",
    cell: ({ AuthorizationType }) => AuthorizationType,
    value: ({ AuthorizationType }) => AuthorizationType,
    width: 240,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreationTime }) => formatTime(CreationTime),
    value: ({ CreationTime }) => toMs(CreationTime),
    width: 290,
  },
];
