import { ApiGatewayV2Client, GetStagesCommand } from "@aws-sdk/client-apigatewayv2";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Textarea from "@cloudscape-design/components/textarea";
import { useEffect, useRef, useState } from "react";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";

/** One message, as it was sent or came; or what became of the connection. */
interface Frame {
  readonly id: number;
  readonly time: string;
  readonly kind: "sent" | "received" | "event";
  readonly text: string;
}

/** Frames that are shown: the last ones. */
const mostFrames = 500;

/** A client of a WebSocket API, which connects and shows each frame. */
export default function WebSocketClient({ apiId }: { apiId: string }) {
  const client = useClient(ApiGatewayV2Client);
  const stages = useLive(`apigateway/stages-to-test/${apiId}`, async () => {
    const { Items = [] } = await client.send(new GetStagesCommand({ ApiId: apiId }));
    return Items.map(({ StageName = "" }) => StageName);
  });
  const [chosen, setChosen] = useState<string>();
  const [message, setMessage] = useState('{"action": "hello"}');
  const [frames, setFrames] = useState<readonly Frame[]>([]);
  const [isOpen, setIsOpen] = useState(false);
  const socket = useRef<WebSocket>(undefined);
  useEffect(() => () => socket.current?.close(), []);
  const stage = chosen ?? stages.data?.[0];
  const add = (kind: Frame["kind"], text: string) =>
    setFrames((shown) => {
      const frame = { id: (shown.at(-1)?.id ?? 0) + 1, time: new Date().toISOString().slice(11, 23), kind, text };
      return [...shown.slice(1 - mostFrames), frame];
    });
  const connect = () => {
    // By Squall's own path: the page's host is reached by the page, whatever names resolve.
    const opened = new WebSocket(`${location.origin.replace("http", "ws")}/_aws/execute-api/${apiId}/${stage}`);
    socket.current = opened;
    opened.onopen = () => {
      setIsOpen(true);
      add("event", "Connected");
    };
    opened.onmessage = ({ data }) => add("received", String(data));
    opened.onclose = ({ code, reason }) => {
      setIsOpen(false);
      add("event", `Disconnected: ${code}${reason && ` ${reason}`}`);
    };
  };
  const send = () => {
    socket.current?.send(message);
    add("sent", message);
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Connects to a stage as a client does, and shows what is sent and what comes."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={!isOpen} onClick={() => socket.current?.close(1000)}>
                Disconnect
              </Button>
              <Button variant="primary" disabled={isOpen || stage === undefined} onClick={connect}>
                Connect
              </Button>
            </SpaceBetween>
          }
        >
          Test client
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Stage">
          <Select
            selectedOption={stage === undefined ? null : { value: stage, label: stage }}
            options={(stages.data ?? []).map((value) => ({ value, label: value }))}
            disabled={isOpen}
            placeholder="The API has no stage"
            onChange={({ detail }) => setChosen(detail.selectedOption.value)}
          />
        </FormField>
        <FormField label="Message">
          <Textarea value={message} rows={3} onChange={({ detail }) => setMessage(detail.value)} />
        </FormField>
        <Button disabled={!isOpen} onClick={send}>
          Send
        </Button>
        <div role="log" aria-label="Frames">
          {frames.map(({ id, time, kind, text }) => (
            <Box key={id} variant="code">
              <StatusIndicator type={kinds[kind].type}>
                {time} {kinds[kind].label} <span className="squall-anywhere">{text}</span>
              </StatusIndicator>
            </Box>
          ))}
        </div>
      </SpaceBetween>
    </Container>
  );
}

const kinds = {
  sent: { type: "pending", label: "sent:" },
  received: { type: "success", label: "received:" },
  event: { type: "info", label: "" },
} as const;
