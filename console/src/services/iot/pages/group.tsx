import {
  AddThingToThingGroupCommand,
  DescribeThingGroupCommand,
  IoTClient,
  ListThingsInThingGroupCommand,
  RemoveThingFromThingGroupCommand,
} from "@aws-sdk/client-iot";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";
import { PartTable } from "../../../described/part-table.tsx";
import { useLive } from "../../../live/use-live.ts";
import { Copyable } from "../../../shell/copyable.tsx";
import { Details } from "../../../shell/details.tsx";
import { RouteLink } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { PageTabs } from "../../../shell/page-tabs.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { AttachedPolicies } from "../certificate/attached-policies.tsx";
import { useThingChoices } from "../choices.ts";
import { groupPath, thingPath } from "../paths.ts";
import { readAll } from "../read-all.ts";

export function Component() {
  const { name = "" } = useParams();
  return <GroupPage key={name} name={name} />;
}

function GroupPage({ name: thingGroupName }: { name: string }) {
  const client = useClient(IoTClient);
  const group = useLive(`iot/groups/${thingGroupName}`, () =>
    client.send(new DescribeThingGroupCommand({ thingGroupName })),
  );
  return (
    <Page title={thingGroupName} breadcrumbs={[{ text: "Thing groups", href: "/console/iot/groups" }]}>
      <Loaded live={group} what={`the thing group ${thingGroupName}`} feature="AWS IoT">
        {({ thingGroupArn = "", thingGroupProperties, thingGroupMetadata, queryString, version }) => (
          <SpaceBetween size="l">
            <Details
              title="Thing group details"
              items={[
                ["ARN", <Copyable key="arn" text={thingGroupArn} what="ARN" />],
                ["Type", queryString === undefined ? "Static" : "Dynamic"],
                [
                  "Parent group",
                  thingGroupMetadata?.parentGroupName && (
                    <RouteLink href={groupPath(thingGroupMetadata.parentGroupName)}>
                      {thingGroupMetadata.parentGroupName}
                    </RouteLink>
                  ),
                ],
                ["Description", thingGroupProperties?.thingGroupDescription],
                ["Created", formatTime(thingGroupMetadata?.creationDate)],
                ["Version", String(version)],
                ...(queryString === undefined ? [] : [["Query", queryString] as const]),
              ]}
            />
            <PageTabs
              label="Thing group"
              tabs={[
                {
                  id: "things",
                  label: "Things",
                  content: <Members name={thingGroupName} isStatic={queryString === undefined} />,
                },
                { id: "policies", label: "Policies", content: <AttachedPolicies target={thingGroupArn} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Members({ name: thingGroupName, isStatic }: { name: string; isStatic: boolean }) {
  const client = useClient(IoTClient);
  const things = useLive(`iot/groups/${thingGroupName}/things`, () =>
    readAll(
      (nextToken) => client.send(new ListThingsInThingGroupCommand({ thingGroupName, nextToken })),
      (page) => page.things,
    ),
  );
  return (
    <PartTable<string>
      id="iot.group-things"
      title="Things"
      noun="things"
      one="thing"
      live={things}
      rowId={(name) => name}
      name={(name) => name}
      columns={[
        {
          id: "name",
          header: "Name",
          cell: (name) => <RouteLink href={thingPath(name)}>{name}</RouteLink>,
          value: (name) => name,
        },
      ]}
      empty={isStatic ? "No things in this group." : "The query finds no things."}
      {...(isStatic && {
        create: {
          text: "Add thing",
          initial: {},
          fields: [
            {
              name: "thing",
              label: "Thing",
              kind: "choice",
              useChoices: useThingChoices,
              placeholder: "Choose a thing",
              required: "Choose a thing.",
            },
          ],
          save: ({ thing: thingName }) => client.send(new AddThingToThingGroupCommand({ thingGroupName, thingName })),
          done: ({ thing }) => `Successfully added ${thing} to ${thingGroupName}.`,
        },
        remove: {
          text: "Remove",
          body: () => "The thing stays, and is in the group no more.",
          run: (thingName) => client.send(new RemoveThingFromThingGroupCommand({ thingGroupName, thingName })),
        },
      })}
    />
  );
}
