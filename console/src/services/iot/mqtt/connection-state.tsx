import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Mqtt } from "./use-mqtt.ts";

/** Whether the page's client is connected, as whom, and why not. */
export function ConnectionState({ mqtt }: { mqtt: Mqtt }) {
  const { state, clientId, reason, connect, disconnect } = mqtt;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="MQTT 5 over WebSocket, signed as you."
          actions={
            <Button disabled={state === "connecting"} onClick={state === "connected" ? disconnect : connect}>
              {state === "connected" ? "Disconnect" : "Connect"}
            </Button>
          }
        >
          Connection details
        </Header>
      }
    >
      <SpaceBetween size="xxs">
        <StatusIndicator type={stateTypes[state]}>
          {state.charAt(0).toUpperCase()}
          {state.slice(1)}
        </StatusIndicator>
        <Box color="text-body-secondary">
          Client ID: <span className="squall-anywhere">{clientId}</span>
        </Box>
        {reason && <StatusIndicator type="error">{reason}</StatusIndicator>}
      </SpaceBetween>
    </Container>
  );
}

const stateTypes = { connected: "success", connecting: "in-progress", disconnected: "stopped" } as const;
