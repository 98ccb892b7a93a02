import {
  AddThingToThingGroupCommand,
  type GroupNameAndArn,
  IoTClient,
  ListThingGroupsForThingCommand,
  RemoveThingFromThingGroupCommand,
} from "@aws-sdk/client-iot";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useGroupChoices } from "../choices.ts";
import { groupPath } from "../paths.ts";

/** The groups that a thing is in. */
export function ThingGroups({ name: thingName }: { name: string }) {
  const client = useClient(IoTClient);
  const groups = useLive(
    `iot/things/${thingName}/groups`,
    async () => (await client.send(new ListThingGroupsForThingCommand({ thingName }))).thingGroups ?? [],
  );
  return (
    <PartTable<GroupNameAndArn>
      id="iot.thing-groups"
      title="Thing groups"
      noun="groups"
      one="thing group"
      live={groups}
      rowId={({ groupName = "" }) => groupName}
      name={({ groupName = "" }) => groupName}
      columns={[
        {
          id: "name",
          header: "Name",
          cell: ({ groupName = "" }) => <RouteLink href={groupPath(groupName)}>{groupName}</RouteLink>,
          value: ({ groupName = "" }) => groupName,
        },
      ]}
      empty="The thing is in no group."
      create={{
        text: "Add to group",
        initial: {},
        fields: [
          {
            name: "group",
            label: "Thing group",
            kind: "choice",
            useChoices: useGroupChoices,
            placeholder: "Choose a group",
            required: "Choose a group.",
          },
        ],
        save: ({ group: thingGroupName }) =>
          client.send(new AddThingToThingGroupCommand({ thingName, thingGroupName })),
        done: ({ group }) => `Successfully added ${thingName} to ${group}.`,
      }}
      remove={{
        text: "Remove",
        body: () => "The thing stays, and is in the group no more.",
        run: ({ groupName: thingGroupName }) =>
          client.send(new RemoveThingFromThingGroupCommand({ thingName, thingGroupName })),
      }}
    />
  );
}
