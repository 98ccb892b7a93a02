import SpaceBetween from "@cloudscape-design/components/space-between";
import { useParams } from "react-router";
import { Loaded } from "../../../shell/loaded.tsx";
import { Page } from "../../../shell/page.tsx";
import { ReceivePanel } from "../messages/receive-panel.tsx";
import { SendPanel } from "../messages/send-panel.tsx";
import { queueCrumbs } from "../paths.ts";
import { useQueue } from "../queue/queue.ts";

export function Component() {
  const { name = "" } = useParams();
  const live = useQueue(name);
  return (
    <Page
      title="Send and receive messages"
      breadcrumbs={queueCrumbs(name)}
      description="Send messages to and receive messages from a queue."
    >
      <Loaded live={live} what={`the queue ${name}`}>
        {(queue) => (
          <SpaceBetween size="l">
            <SendPanel queue={queue} onSent={live.refresh} />
            <ReceivePanel queue={queue} onChange={live.refresh} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}
