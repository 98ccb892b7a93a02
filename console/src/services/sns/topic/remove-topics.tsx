import { DeleteTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { nameOfArn } from "../../../choices/choice.ts";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";

export function useDeleteTopic(onChange: () => void): (arn: string) => Promise<boolean> {
  const client = useClient(SNSClient);
  const confirmed = useConfirmed();
  return (TopicArn) => {
    const name = nameOfArn(TopicArn);
    return confirmed(
      {
        title: `Delete topic ${name}?`,
        body: (
          <>
            Are you sure that you want to delete topic <b className="squall-anywhere">{name}</b> and all its
            subscriptions? You can't undo this action.
          </>
        ),
        action: "Delete",
        typed: "delete me",
      },
      () => client.send(new DeleteTopicCommand({ TopicArn })),
      { done: `Topic ${name} deleted successfully.`, failed: `Topic ${name} could not be deleted`, onChange },
    );
  };
}
