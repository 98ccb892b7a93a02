import {
  CreateDynamicThingGroupCommand,
  CreateThingGroupCommand,
  DeleteDynamicThingGroupCommand,
  DeleteThingGroupCommand,
  DescribeThingGroupCommand,
  type GroupNameAndArn,
  IoTClient,
  ListThingGroupsCommand,
} from "@aws-sdk/client-iot";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useGroupChoices } from "../choices.ts";
import { groupPath } from "../paths.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const client = useClient(IoTClient);
  const groups = useLive("iot/groups", () =>
    readAll(
      (nextToken) => client.send(new ListThingGroupsCommand({ nextToken })),
      (page) => page.thingGroups,
    ),
  );
  return (
    <Page
      title="Thing groups"
      breadcrumbs={[]}
      description="Things that are managed together: by jobs and by policies."
    >
      <PartTable<GroupNameAndArn>
        id="iot.groups"
        title="Thing groups"
        noun="thing groups"
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
            width: 260,
          },
          {
            id: "arn",
            header: "ARN",
            cell: ({ groupArn }) => groupArn,
            value: ({ groupArn = "" }) => groupArn,
            width: 440,
          },
        ]}
        empty="No thing groups."
        create={{
          text: "Create thing group",
          initial: { kind: "static" },
          fields: [
            {
              name: "kind",
              label: "Group type",
              kind: "radio",
              options: [
                { value: "static", label: "Static: things are added to it" },
                { value: "dynamic", label: "Dynamic: things that a query finds (fleet indexing must be on)" },
              ],
            },
            {
              name: "name",
              label: "Thing group name",
              required: "Enter a name for the group.",
              problem: (name) =>
                /^[a-zA-Z0-9:_-]{1,128}$/.test(name)
                  ? undefined
                  : "Use up to 128 letters, digits, hyphens, colons and underscores.",
            },
            {
              name: "parent",
              label: "Parent group",
              kind: "choice",
              useChoices: useGroupChoices,
              placeholder: "No parent",
              shown: ({ kind }) => kind === "static",
            },
            {
              name: "query",
              label: "Query",
              required: "Enter a query.",
              placeholder: "thingTypeName:machine AND attributes.floor:2",
              shown: ({ kind }) => kind === "dynamic",
            },
            { name: "description", label: "Description" },
          ],
          save: ({ kind, name: thingGroupName, parent, query: queryString, description }) => {
            const thingGroupProperties = { thingGroupDescription: description || undefined };
            return kind === "dynamic"
              ? client.send(new CreateDynamicThingGroupCommand({ thingGroupName, queryString, thingGroupProperties }))
              : client.send(
                  new CreateThingGroupCommand({
                    thingGroupName,
                    parentGroupName: parent || undefined,
                    thingGroupProperties,
                  }),
                );
          },
          done: ({ name }) => `Successfully created thing group ${name}.`,
        }}
        remove={{
          body: () => "Its things stay.",
          run: async ({ groupName: thingGroupName }) => {
            const { queryString } = await client.send(new DescribeThingGroupCommand({ thingGroupName }));
            return queryString === undefined
              ? client.send(new DeleteThingGroupCommand({ thingGroupName }))
              : client.send(new DeleteDynamicThingGroupCommand({ thingGroupName }));
          },
        }}
      />
    </Page>
  );
}
