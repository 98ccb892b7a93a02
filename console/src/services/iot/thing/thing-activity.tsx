import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ConnectionState } from "../mqtt/connection-state.tsx";
import { MessageList } from "../mqtt/message-list.tsx";
import { useMqtt } from "../mqtt/use-mqtt.ts";

/** What happens to a thing while one looks: its device comes and goes, its shadows and jobs change. A device's client ID is mostly its thing's name. */
export function ThingActivity({ name }: { name: string }) {
  const mqtt = useMqtt("activity", [
    `$aws/events/presence/+/${name}`,
    `$aws/events/subscriptions/+/${name}`,
    `$aws/things/${name}/shadow/#`,
    `$aws/things/${name}/jobs/#`,
    `${name}/#`,
  ]);
  return (
    <SpaceBetween size="l">
      <ConnectionState mqtt={mqtt} />
      <Container
        header={
          <Header
            variant="h2"
            counter={`(${mqtt.messages.length})`}
            description={`Connections of the client ${name}, its shadows and jobs, and what is published below ${name}/.`}
          >
            Activity
          </Header>
        }
      >
        <MessageList messages={mqtt.messages} empty="Listening. Nothing has happened since this tab was opened." />
      </Container>
    </SpaceBetween>
  );
}
