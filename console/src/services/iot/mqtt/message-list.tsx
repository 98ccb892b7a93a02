import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { JsonText } from "../../../shell/json-text.tsx";
import type { MqttMessage } from "./use-mqtt.ts";

interface MessageListProps {
  readonly messages: readonly MqttMessage[];
  readonly empty: string;
}

/** Messages as they came, the last one first. */
export function MessageList({ messages, empty }: MessageListProps) {
  return (
    <div role="log" aria-label="Messages">
      {messages.length === 0 && <Box color="text-body-secondary">{empty}</Box>}
      <SpaceBetween size="xs">
        {messages.map(({ id, topic, payload, qos, isRetained, receivedMs }) => (
          <ExpandableSection
            key={id}
            defaultExpanded
            variant="footer"
            headerText={topic}
            headerDescription={[
              new Date(receivedMs).toLocaleTimeString("en", { hour12: false }),
              `QoS ${qos}`,
              ...(isRetained ? ["retained"] : []),
              `${payload.byteLength} bytes`,
            ].join(" · ")}
          >
            <JsonText text={textOf(payload)} />
          </ExpandableSection>
        ))}
      </SpaceBetween>
    </div>
  );
}

/** Bytes that are no text are shown in hexadecimal. */
function textOf(payload: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(payload);
  } catch {
    return [...payload].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  }
}
