import { type Message, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { useState } from "react";
import type { ClientOptions } from "../../../aws/clients.ts";
import { useLive } from "../../../live/use-live.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { MessageDialog } from "../messages/message-dialog.tsx";
import { MessageTable } from "../messages/message-table.tsx";
import type { QueueDescription } from "./queue.ts";

/** ReceiveMessage of an endpoint that receives nothing (docs/decisions/0059-a-look-into-a-queue.md). */
class LookClient extends SQSClient {
  constructor(options: ClientOptions) {
    super({ ...options, endpoint: `${options.endpoint}/_aws/sqs/messages` });
  }
}

/** What is in the queue, without a receive: nothing is hidden from its consumers, and nothing is counted. */
export function LookTab({ queue: { name, url: QueueUrl } }: { queue: QueueDescription }) {
  const client = useClient(LookClient);
  const [shown, setShown] = useState<Message>();
  const messages = useLive(
    `sqs/look/${name}`,
    async (abortSignal) => {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }), { abortSignal });
      return Messages;
    },
    { everyMs: 2_000 },
  );
  return (
    <>
      <MessageTable
        id="sqs.look"
        title="Messages in the queue"
        description="What can be received now, at most 1,000 messages. A look takes nothing out of the queue and counts as no receive."
        live={messages}
        onView={setShown}
        empty="No messages can be received now. Those in flight or delayed show when their time has come."
      />
      {shown && <MessageDialog message={shown} onClose={() => setShown(undefined)} />}
    </>
  );
}
