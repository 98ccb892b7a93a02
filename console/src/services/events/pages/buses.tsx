import { DeleteEventBusCommand, EventBridgeClient, type EventBus } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { ListPage } from "../../../table/list-page.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import type { Column } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import { useBuses } from "../bus/buses.ts";
import { busPath } from "../paths.ts";

export function Component() {
  const several = useSeveral();
  const buses = useBuses();
  const remove = useDeleteBus(buses.refresh);
  return (
    <ListPage
      id="events.buses"
      title="Event buses"
      noun="event buses"
      feature="EventBridge"
      live={buses}
      columns={columns}
      rowId={({ Name = "" }) => Name}
      select="multi"
      rowArn={({ Arn }) => Arn}
      create={{ text: "Create event bus", href: "/console/events/create-bus" }}
      empty="No event buses."
      actions={(chosen, selected = onlyOf(chosen)) => (
        <>
          <RouteButton disabled={!selected} href={selected && `${busPath(selected.Name ?? "")}/send-events`}>
            Send events
          </RouteButton>
          <Button
            disabled={chosen.length === 0 || chosen.some(({ Name }) => Name === "default")}
            onClick={() => void several(chosen, "event buses", ({ Name = "" }) => remove(Name))}
          >
            Delete
          </Button>
        </>
      )}
    />
  );
}

export function useDeleteBus(onChange: () => void): (name: string) => Promise<boolean> {
  const client = useClient(EventBridgeClient);
  const confirmed = useConfirmed();
  return (Name) =>
    confirmed(
      {
        title: `Delete event bus ${Name}?`,
        body: (
          <>
            Events can no longer be sent to <b className="squall-anywhere">{Name}</b>. Its rules must be deleted before.
          </>
        ),
        action: "Delete",
        typed: Name,
      },
      () => client.send(new DeleteEventBusCommand({ Name })),
      { done: `Event bus ${Name} was deleted.`, failed: `Event bus ${Name} could not be deleted`, onChange },
    );
}

const columns: readonly Column<EventBus>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ Name = "" }) => <RouteLink href={busPath(Name)}>{Name}</RouteLink>,
    value: ({ Name }) => Name,
    width: 280,
  },
  { id: "type", header: "Type", cell: typeOf, value: typeOf, width: 120 },
  {
    id: "description",
    header: "Description",
    cell: ({ Description }) => Description || "-",
    value: ({ Description }) => Description,
    width: 260,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ CreationTime }) => formatTime(CreationTime),
    value: ({ CreationTime }) => toMs(CreationTime),
    width: 300,
  },
];

function typeOf({ Name }: EventBus): string {
  return Name === "default" ? "Default" : "Custom";
}
