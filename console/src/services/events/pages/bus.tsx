import { DescribeEventBusCommand, EventBridgeClient, PutPermissionCommand } from "@aws-sdk/client-eventbridge";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useNavigate, useParams } from "react-router";
import { useLive } from "../../../live/use-live.ts";
import { PolicyPanel } from "../../../policy/policy-panel.tsx";
import { Copyable } from "../../../shell/copyable.tsx";
import { RouteButton } from "../../../shell/links.tsx";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { formatTime } from "../../../text/times.ts";
import { EventsTags } from "../bus/events-tags.tsx";
import { busPath } from "../paths.ts";
import { RuleTable } from "../rule/rule-table.tsx";
import { useDeleteBus } from "./buses.tsx";

export function Component() {
  const { bus = "" } = useParams();
  const client = useClient(EventBridgeClient);
  const { account } = useSession();
  const navigate = useNavigate();
  const remove = useDeleteBus(() => undefined);
  const live = useLive(`events/bus/${bus}`, () => client.send(new DescribeEventBusCommand({ Name: bus })));
  return (
    <Page
      title={bus}
      breadcrumbs={[{ text: "Event buses", href: "/console/events/buses" }]}
      actions={
        <div className="squall-actions">
          <Button
            disabled={bus === "default"}
            onClick={async () => {
              if (await remove(bus)) await navigate("/console/events/buses");
            }}
          >
            Delete
          </Button>
          <RouteButton href={`${busPath(bus)}/send-events`}>Send events</RouteButton>
        </div>
      }
    >
      <Loaded live={live} what={`the event bus ${bus}`} feature="EventBridge">
        {({ Arn = "", Description, CreationTime, Policy }) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">Event bus detail</Header>}>
              <KeyValuePairs
                columns={2}
                items={[
                  { label: "Event bus name", value: bus },
                  { label: "Event bus ARN", value: <Copyable text={Arn} what="ARN" /> },
                  { label: "Description", value: Description || "-" },
                  { label: "Created", value: formatTime(CreationTime) },
                ]}
              />
            </Container>
            <Tabs
              ariaLabel="Event bus"
              tabs={[
                { id: "rules", label: "Rules", content: <RuleTable bus={bus} /> },
                {
                  id: "permissions",
                  label: "Permissions",
                  content: (
                    <PolicyPanel
                      title="Resource-based policy"
                      owner={`event bus ${bus}`}
                      description="Who can send events to the bus, or make rules on it."
                      policy={Policy}
                      initial={initialPolicy(Arn, account)}
                      save={async (text) => {
                        await client.send(new PutPermissionCommand({ EventBusName: bus, Policy: text }));
                        live.refresh();
                      }}
                    />
                  ),
                },
                { id: "tags", label: "Tags", content: <EventsTags arn={Arn} owner={`event bus ${bus}`} /> },
              ]}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function initialPolicy(arn: string, account: string): string {
  const statement = {
    Sid: "allow_account_to_put_events",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "events:PutEvents",
    Resource: arn,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
