import { SNSClient } from "@aws-sdk/client-sns";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import { signedFetch } from "../../../aws/signed-fetch.ts";
import { nameOfArn } from "../../../choices/choice.ts";
import { useLive } from "../../../live/use-live.ts";
import { RouteLink } from "../../../shell/links.tsx";
import { Page } from "../../../shell/page.tsx";
import { useClient, useSession } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { formatTime, toMs } from "../../../text/times.ts";
import { topicPath } from "../paths.ts";

/** A mail, a text message or a push that would have left the cloud. */
interface OutboxMessage {
  readonly id: number;
  readonly kind: "email" | "sms" | "application";
  readonly to: string;
  readonly from?: string;
  readonly subject?: string;
  /** Text; of a push an object, if it was published as one. */
  readonly body: unknown;
  readonly sentAt: string;
  readonly topicArn?: string;
  readonly confirmationUrl?: string;
}

const path = "/_aws/sns/outbox";

/** The hundred newest: what SNS has left for people, since no mail and no text message leaves this machine. */
export function Component() {
  const client = useClient(SNSClient);
  const { account, region } = useSession();
  const confirmed = useConfirmed();
  const [shown, setShown] = useState<OutboxMessage>();
  const query = { accountId: account, region };
  const messages = useLive(`sns/outbox/${account}/${region}`, async (signal) => {
    const response = await signedFetch(client, { service: "sns", region, path, query }, signal);
    return ((await response.json()) as { messages: readonly OutboxMessage[] }).messages;
  });
  const empty = () =>
    confirmed(
      {
        title: "Empty the outbox?",
        body: "All mails, text messages and pushes in it are deleted.",
        action: "Empty",
      },
      () => signedFetch(client, { service: "sns", region, method: "DELETE", path, query }),
      { done: "The outbox is empty.", failed: "The outbox could not be emptied", onChange: messages.refresh },
    );
  return (
    <Page title="Outbox" breadcrumbs={[]} titleInContent>
      <ResourceTable
        id="sns.outbox"
        title="Outbox"
        titleVariant="h1"
        variant="full-page"
        noun="messages"
        description="Mails, text messages and pushes that SNS has sent. They don't leave this machine: read them here, and confirm subscriptions by their links."
        live={messages}
        columns={toColumns(setShown)}
        rowId={({ id }) => String(id)}
        sortBy={{ column: "sent", descending: true }}
        filters={[{ id: "kind", label: "Kind", value: ({ kind }) => kinds[kind] }]}
        empty={{ text: "The outbox is empty. Subscribe an email address or a phone number to a topic, and publish." }}
        actions={() => (
          <Button disabled={!messages.data?.length} onClick={() => void empty()}>
            Empty
          </Button>
        )}
      />
      {shown && <MessageDialog message={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}

function MessageDialog({ message, onClose }: { message: OutboxMessage; onClose: () => void }) {
  const { to, from, subject, body, sentAt, topicArn, confirmationUrl } = message;
  return (
    <Modal
      visible
      size="large"
      header={subject || kinds[message.kind]}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={2}
          items={[
            { label: "To", value: <span className="squall-anywhere">{to}</span> },
            { label: "From", value: from ?? "-" },
            { label: "Sent", value: formatTime(sentAt) },
            {
              label: "Topic",
              value: topicArn ? <RouteLink href={topicPath(topicArn)}>{nameOfArn(topicArn)}</RouteLink> : "-",
            },
          ]}
        />
        {confirmationUrl && (
          <Link href={confirmationUrl} external externalIconAriaLabel="Opens in a new tab">
            Confirm subscription
          </Link>
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
        <pre className="squall-pre" tabIndex={0} data-testid="outbox-body">
          {textOf(body)}
        </pre>
      </SpaceBetween>
    </Modal>
  );
}

function textOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body, undefined, 2);
}

const kinds: Readonly<Record<OutboxMessage["kind"], string>> = {
  email: "Email",
  sms: "Text message",
  application: "Push notification",
};

function toColumns(onShow: (message: OutboxMessage) => void): readonly Column<OutboxMessage>[] {
  return [
    {
      id: "subject",
      header: "Subject",
      cell: (message) => (
        <Link
          href="#"
          onFollow={(event) => {
            event.preventDefault();
            onShow(message);
          }}
        >
          {message.subject || textOf(message.body).slice(0, 60)}
        </Link>
      ),
      value: ({ subject, body }) => `${subject ?? ""} ${textOf(body)}`,
      width: 340,
    },
    { id: "kind", header: "Kind", cell: ({ kind }) => kinds[kind], value: ({ kind }) => kinds[kind], width: 150 },
    { id: "to", header: "To", cell: ({ to }) => to, value: ({ to }) => to, width: 240 },
    {
      id: "topic",
      header: "Topic",
      cell: ({ topicArn }) => (topicArn ? nameOfArn(topicArn) : "-"),
      value: ({ topicArn = "" }) => nameOfArn(topicArn),
      width: 160,
    },
    {
      id: "sent",
      header: "Sent",
      cell: ({ sentAt }) => formatTime(sentAt),
      value: ({ sentAt }) => toMs(sentAt),
      width: 290,
    },
  ];
}
