import { DeleteThingCommand, IoTClient, ListThingsCommand, type ThingAttribute } from "@aws-sdk/client-iot";
import Button from "@cloudscape-design/components/button";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { ListPage } from "../../../table/list-page.tsx";
import type { Column } from "../../../table/resource-table.tsx";
import { thingPath } from "../paths.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const client = useClient(IoTClient);
  const confirmed = useConfirmed();
  const things = useLive(
    "iot/things",
    () =>
      readAll(
        (nextToken) => client.send(new ListThingsCommand({ nextToken, maxResults: 250 })),
        (page) => page.things,
      ),
    { everyMs: 2_000 },
  );
  const remove = (selected: readonly ThingAttribute[]) => {
    const what = selected.length === 1 ? `thing ${selected[0]?.thingName}` : `${selected.length} things`;
    return confirmed(
      {
        title: `Delete ${what}?`,
        body: "They are deleted from the registry with their shadows. Detach their certificates first.",
        action: "Delete",
        typed: "delete",
      },
      async () => {
        for (const { thingName } of selected) await client.send(new DeleteThingCommand({ thingName }));
      },
      {
        done: `Successfully deleted ${what}.`,
        failed: `Not all of ${what} could be deleted`,
        onChange: things.refresh,
      },
    );
  };
  return (
    <ListPage<ThingAttribute>
      id="iot.things"
      title="Things"
      noun="things"
      description="A thing is the registry's entry of a device."
      feature="AWS IoT"
      live={things}
      columns={columns}
      rowId={({ thingName = "" }) => thingName}
      select="multi"
      sortBy={{ column: "name" }}
      create={{ text: "Create thing", href: "/console/iot/create-thing" }}
      empty="No things. Create one, with a certificate by which its device connects."
      actions={(selected) => (
        <Button disabled={selected.length === 0} onClick={() => void remove(selected)}>
          Delete
        </Button>
      )}
    />
  );
}

const columns: readonly Column<ThingAttribute>[] = [
  {
    id: "name",
    header: "Name",
    cell: ({ thingName = "" }) => <RouteLink href={thingPath(thingName)}>{thingName}</RouteLink>,
    value: ({ thingName = "" }) => thingName,
    width: 280,
  },
  {
    id: "type",
    header: "Thing type",
    cell: ({ thingTypeName }) => thingTypeName ?? "-",
    value: ({ thingTypeName = "" }) => thingTypeName,
    width: 180,
  },
  {
    id: "attributes",
    header: "Attributes",
    cell: ({ attributes = {} }) => attributesText(attributes) || "-",
    value: ({ attributes = {} }) => attributesText(attributes),
    width: 260,
  },
  { id: "version", header: "Version", cell: ({ version }) => version, value: ({ version = 0 }) => version, width: 120 },
];

function attributesText(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(", ");
}
