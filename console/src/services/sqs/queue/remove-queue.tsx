import { DeleteQueueCommand, PurgeQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import type { QueueDescription } from "./queue.ts";

type QueueAction = (queue: QueueDescription) => Promise<boolean>;

/** "Delete": confirmed by a word, as AWS asks for it. */
export function useDeleteQueue(onChange: () => void): QueueAction {
  const client = useClient(SQSClient);
  const confirmed = useConfirmed();
  return ({ name, url, attributes }) => {
    const { ApproximateNumberOfMessages: visible = "0", ApproximateNumberOfMessagesNotVisible: inFlight = "0" } =
      attributes;
    return confirmed(
      {
        title: `Delete queue ${name}?`,
        body: (
          <>
            Delete queue <b className="squall-anywhere">{name}</b> permanently? Its {Number(visible) + Number(inFlight)}{" "}
            messages are deleted with it, and you can't undo this. A queue of the same name can be created after 60
            seconds.
          </>
        ),
        action: "Delete",
        typed: "confirm",
      },
      () => client.send(new DeleteQueueCommand({ QueueUrl: url })),
      { done: `Queue ${name} deleted successfully.`, failed: `Queue ${name} could not be deleted`, onChange },
    );
  };
}

export function usePurgeQueue(onChange: () => void): QueueAction {
  const client = useClient(SQSClient);
  const confirmed = useConfirmed();
  return ({ name, url }) =>
    confirmed(
      {
        title: `Purge queue ${name}?`,
        body: (
          <>
            All messages of <b className="squall-anywhere">{name}</b> are deleted, those in flight, too, and can't be
            retrieved. The queue itself stays.
          </>
        ),
        action: "Purge",
        typed: "purge",
      },
      () => client.send(new PurgeQueueCommand({ QueueUrl: url })),
      { done: `Queue ${name} purged successfully.`, failed: `Queue ${name} could not be purged`, onChange },
    );
}
