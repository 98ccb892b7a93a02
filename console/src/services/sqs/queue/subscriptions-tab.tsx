import {
  paginateListSubscriptions,
  SNSClient,
  SubscribeCommand,
  type Subscription,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { nameOfArn } from "../../../choices/choice.ts";
import { ChoiceField, checkArn } from "../../../choices/choice-field.tsx";
import { useTopicChoices } from "../../../choices/topics.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { useAction } from "../../../live/use-action.ts";
import { useLive } from "../../../live/use-live.ts";
import { allowSend } from "../../../permission/allow-send.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import type { QueueDescription } from "./queue.ts";

/** Topics whose messages come here. */
export function SubscriptionsTab({ queue }: { queue: QueueDescription }) {
  const client = useClient(SNSClient);
  const confirmed = useConfirmed();
  const arn = queue.attributes.QueueArn ?? "";
  const [isSubscribing, setSubscribing] = useState(false);
  const subscriptions = useLive(
    `sqs/subscriptions/${arn}`,
    async (signal) => {
      const found: Subscription[] = [];
      for await (const { Subscriptions = [] } of paginateListSubscriptions({ client }, {})) {
        signal.throwIfAborted();
        found.push(...Subscriptions.filter(({ Endpoint }) => Endpoint === arn));
      }
      return found;
    },
    { everyMs: 3_000 },
  );
  const unsubscribe = ({ SubscriptionArn = "", TopicArn = "" }: Subscription) =>
    confirmed(
      {
        title: `Unsubscribe from ${nameOfArn(TopicArn)}?`,
        body: (
          <>
            Messages of <b>{nameOfArn(TopicArn)}</b> no longer come to {queue.name}.
          </>
        ),
        action: "Unsubscribe",
      },
      () => client.send(new UnsubscribeCommand({ SubscriptionArn })),
      {
        done: `Unsubscribed from ${nameOfArn(TopicArn)} successfully.`,
        failed: "The subscription could not be deleted",
        onChange: subscriptions.refresh,
      },
    );
  return (
    <>
      <ResourceTable
        id="sqs.subscriptions"
        title="SNS subscriptions"
        noun="SNS subscriptions"
        live={subscriptions}
        columns={columns}
        rowId={({ SubscriptionArn = "" }) => SubscriptionArn}
        rowName={({ TopicArn = "" }) => nameOfArn(TopicArn)}
        select="single"
        feature="SNS"
        empty={{ text: "No subscriptions. Subscribe the queue to a topic, and the topic's messages come here." }}
        actions={([selected]) => (
          <>
            <Button disabled={!selected} onClick={() => selected && void unsubscribe(selected)}>
              Unsubscribe
            </Button>
            <Button variant="primary" onClick={() => setSubscribing(true)}>
              Subscribe to Amazon SNS topic
            </Button>
          </>
        )}
      />
      {isSubscribing && (
        <SubscribeDialog queue={queue} onClose={() => setSubscribing(false)} onChange={subscriptions.refresh} />
      )}
    </>
  );
}

interface SubscribeDialogProps {
  readonly queue: QueueDescription;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** Lets the topic send to the queue, then subscribes it: the two calls that AWS's console makes. */
function SubscribeDialog({ queue, onClose, onChange }: SubscribeDialogProps) {
  const sns = useClient(SNSClient);
  const sqs = useClient(SQSClient);
  const notify = useNotify();
  const topics = useTopicChoices();
  const [topicArn, setTopicArn] = useState("");
  const arn = queue.attributes.QueueArn ?? "";
  const subscribe = useAction(async () => {
    await allowSend(sqs, arn, { principal: { AWS: "*" }, sourceArn: topicArn });
    await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint: arn }));
    notify.success(`Subscribed successfully to topic ${topicArn}.`);
    onChange();
  });
  return (
    <EditDialog
      title="Subscribe to Amazon SNS topic"
      submit="Save"
      action={subscribe}
      failed="The queue could not be subscribed"
      onClose={onClose}
    >
      <ChoiceField
        label="Amazon SNS topic"
        description="Choose an Amazon SNS topic available for this queue. The queue's access policy lets it send."
        value={topicArn}
        onChange={setTopicArn}
        choices={topics}
        problem={checkArn(topicArn, "sns", "a topic")}
      />
    </EditDialog>
  );
}

const columns: readonly Column<Subscription>[] = [
  {
    id: "arn",
    header: "Subscription ARN",
    cell: ({ SubscriptionArn }) => SubscriptionArn,
    value: ({ SubscriptionArn }) => SubscriptionArn,
    width: 420,
  },
  {
    id: "topic",
    header: "Topic ARN",
    cell: ({ TopicArn = "" }) => (
      <RouteLink href={`/console/sns/topics/${encodeURIComponent(TopicArn)}`}>{TopicArn}</RouteLink>
    ),
    value: ({ TopicArn }) => TopicArn,
    width: 360,
  },
];
