import {
  type ApiDestination,
  DeleteApiDestinationCommand,
  EventBridgeClient,
  ListApiDestinationsCommand,
} from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";

export function Component() {
  const several = useSeveral();
  const client = useClient(EventBridgeClient);
  const confirmed = useConfirmed();
  const destinations = useLive("events/api-destinations", async () => {
    const { ApiDestinations = [] } = await client.send(new ListApiDestinationsCommand({ Limit: 100 }));
    return ApiDestinations;
  });
  const remove = ({ Name = "" }: ApiDestination) =>
    confirmed(
      {
        title: `Delete API destination ${Name}?`,
        body: (
          <>
            Rules can no longer send to <b className="squall-anywhere">{Name}</b>.
          </>
        ),
        action: "Delete",
        typed: "delete",
      },
      () => client.send(new DeleteApiDestinationCommand({ Name })),
      {
        done: `API destination ${Name} was deleted.`,
        failed: `API destination ${Name} could not be deleted`,
        onChange: destinations.refresh,
      },
    );
  return (
    <ListPage
      id="events.api-destinations"
      title="API destinations"
      noun="API destinations"
      description="An API destination is an HTTP endpoint that rules send events to."
      feature="API destinations"
      live={destinations}
      columns={columns}
      rowId={({ Name = "" }) => Name}
      select="multi"
      rowArn={({ ApiDestinationArn }) => ApiDestinationArn}
      create={{ text: "Create API destination", href: "/console/events/create-api-destination" }}
      empty="No API destinations."
      actions={(chosen) => (
        <Button disabled={chosen.length === 0} onClick={() => void several(chosen, "API destinations", remove)}>
          Delete
        </Button>
      )}
    />
  );
}

const columns: readonly Column<ApiDestination>[] = [
  { id: "name", header: "Name", cell: ({ Name }) => Name, value: ({ Name }) => Name, width: 220 },
  {
    id: "state",
    header: "Status",
    cell: ({ ApiDestinationState = "" }) => (
      <StatusIndicator type={ApiDestinationState === "ACTIVE" ? "success" : "stopped"}>
        {ApiDestinationState}
      </StatusIndicator>
    ),
    value: ({ ApiDestinationState }) => ApiDestinationState,
    width: 130,
  },
  {
    id: "method",
    header: "HTTP method",
    cell: ({ HttpMethod }) => HttpMethod,
    value: ({ HttpMethod }) => HttpMethod,
    width: 130,
  },
  {
    id: "endpoint",
    header: "Destination",
    cell: ({ InvocationEndpoint }) => InvocationEndpoint,
    value: ({ InvocationEndpoint }) => InvocationEndpoint,
    width: 340,
  },
  {
    id: "rate",
    header: "Invocation rate limit",
    cell: ({ InvocationRateLimitPerSecond: rate }) => `${rate} per second`,
    value: ({ InvocationRateLimitPerSecond }) => InvocationRateLimitPerSecond,
    width: 190,
  },
  {
    id: "connection",
    header: "Connection",
    cell: ({ ConnectionArn = "" }) => ConnectionArn.split("/")[1],
    value: ({ ConnectionArn }) => ConnectionArn,
    width: 180,
  },
];
