import {
  ConfirmSubscriptionCommand,
  paginateListSubscriptions,
  paginateListSubscriptionsByTopic,
  SNSClient,
  type Subscription,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import Button from "@cloudscape-design/components/button";
import Input from "@cloudscape-design/components/input";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useState } from "react";
import { nameOfArn } from "../../../choices/choice.ts";
import { EditDialog } from "../../../form/edit-dialog.tsx";
import { Field } from "../../../form/field.tsx";
import { useAction } from "../../../live/use-action.ts";
import { type Live, useLive } from "../../../live/use-live.ts";
import { RouteButton, RouteLink } from "../../../shell/links.tsx";
import { useNotify } from "../../../shell/notifications.tsx";
import { useClient } from "../../../shell/session-provider.tsx";
import { useConfirmed } from "../../../shell/use-confirmed.ts";
import { useSeveral } from "../../../shell/use-several.tsx";
import { onlyOf } from "../../../table/only-of.ts";
import { type Column, ResourceTable } from "../../../table/resource-table.tsx";
import { isConfirmed, subscriptionPath, topicPath } from "../paths.ts";
import { protocolLabel } from "./protocols.ts";

/** More than a page shows or a user reads. */
const mostSubscriptions = 5_000;

/** Of one topic, or of all. */
export function useSubscriptions(TopicArn: string | undefined): Live<readonly Subscription[]> {
  const client = useClient(SNSClient);
  return useLive(`sns/subscriptions/${TopicArn}`, async (signal) => {
    const found: Subscription[] = [];
    const pages = TopicArn
      ? paginateListSubscriptionsByTopic({ client }, { TopicArn })
      : paginateListSubscriptions({ client }, {});
    for await (const { Subscriptions = [] } of pages) {
      signal.throwIfAborted();
      found.push(...Subscriptions);
      if (found.length >= mostSubscriptions) break;
    }
    return found;
  });
}

interface SubscriptionTableProps {
  readonly topicArn?: string;
  readonly isPage?: boolean;
}

/** Subscriptions with what can be done with one: edit, delete, confirm, create. */
export function SubscriptionTable({ topicArn, isPage }: SubscriptionTableProps) {
  const several = useSeveral();
  const subscriptions = useSubscriptions(topicArn);
  const remove = useUnsubscribe(subscriptions.refresh);
  const [isConfirming, setConfirming] = useState<Subscription>();
  const createHref = `/console/sns/create-subscription${topicArn ? `?topic=${encodeURIComponent(topicArn)}` : ""}`;
  return (
    <>
      <ResourceTable
        id="sns.subscriptions"
        title="Subscriptions"
        titleVariant={isPage ? "h1" : "h2"}
        variant={isPage ? "full-page" : undefined}
        noun="subscriptions"
        feature="SNS"
        live={subscriptions}
        columns={topicArn ? columns.filter(({ id }) => id !== "topic") : columns}
        rowId={rowId}
        rowName={({ Endpoint = "" }) => Endpoint}
        select="multi"
        filters={[{ id: "protocol", label: "Protocol", value: ({ Protocol }) => protocolLabel(Protocol) }]}
        empty={{
          text: "No subscriptions. A topic sends each message to all its subscriptions.",
          action: <RouteButton href={createHref}>Create subscription</RouteButton>,
        }}
        actions={(chosen, selected = onlyOf(chosen)) => (
          <>
            <RouteButton
              disabled={!isConfirmed(selected?.SubscriptionArn)}
              href={selected && `${subscriptionPath(selected.SubscriptionArn ?? "")}/edit`}
            >
              Edit
            </RouteButton>
            <Button
              disabled={chosen.length === 0 || chosen.some(({ SubscriptionArn }) => !isConfirmed(SubscriptionArn))}
              onClick={() => void several(chosen, "subscriptions", remove)}
              ariaLabel="Delete subscription"
            >
              Delete
            </Button>
            <Button
              disabled={!selected || isConfirmed(selected.SubscriptionArn)}
              onClick={() => setConfirming(selected)}
            >
              Confirm subscription
            </Button>
            <RouteButton variant="primary" href={createHref}>
              Create subscription
            </RouteButton>
          </>
        )}
      />
      {isConfirming && (
        <ConfirmDialog
          subscription={isConfirming}
          onClose={() => setConfirming(undefined)}
          onChange={subscriptions.refresh}
        />
      )}
    </>
  );
}

/** Those that wait for their confirmation have no ARN to tell them by. */
function rowId({ SubscriptionArn = "", TopicArn, Protocol, Endpoint }: Subscription): string {
  return isConfirmed(SubscriptionArn) ? SubscriptionArn : `${TopicArn} ${Protocol} ${Endpoint}`;
}

export function useUnsubscribe(onChange: () => void): (subscription: Subscription) => Promise<boolean> {
  const client = useClient(SNSClient);
  const confirmed = useConfirmed();
  return ({ SubscriptionArn = "", Endpoint, TopicArn = "" }) =>
    confirmed(
      {
        title: "Delete subscription?",
        body: (
          <>
            Messages of {nameOfArn(TopicArn)} no longer go to <b className="squall-anywhere">{Endpoint}</b>.
          </>
        ),
        action: "Delete",
      },
      () => client.send(new UnsubscribeCommand({ SubscriptionArn })),
      { done: "Subscription deleted successfully.", failed: "The subscription could not be deleted", onChange },
    );
}

interface ConfirmDialogProps {
  readonly subscription: Subscription;
  readonly onClose: () => void;
  readonly onChange: () => void;
}

/** The endpoint has been sent an address with a token in it. */
function ConfirmDialog({ subscription, onClose, onChange }: ConfirmDialogProps) {
  const client = useClient(SNSClient);
  const notify = useNotify();
  const [text, setText] = useState("");
  const token = tokenOf(text);
  const confirm = useAction(async () => {
    await client.send(new ConfirmSubscriptionCommand({ TopicArn: subscription.TopicArn, Token: token }));
    notify.success(`The subscription of ${subscription.Endpoint} was confirmed successfully.`);
    onChange();
  });
  return (
    <EditDialog
      title="Confirm subscription"
      submit="Confirm subscription"
      action={confirm}
      failed="The subscription could not be confirmed"
      onClose={onClose}
    >
      <Field
        label="Subscription confirmation URL"
        description="The SubscribeURL that was sent to the endpoint, or the token in it. Mails and SMS are in the outbox."
        problem={token === "" ? "Enter the URL, or the token." : undefined}
      >
        <Input value={text} spellcheck={false} onChange={({ detail }) => setText(detail.value)} />
      </Field>
    </EditDialog>
  );
}

function tokenOf(text: string): string {
  return /[?&]Token=([^&]+)/.exec(text)?.[1] ?? text.trim();
}

export function SubscriptionStatus({ arn }: { readonly arn: string | undefined }) {
  return isConfirmed(arn) ? (
    <StatusIndicator>Confirmed</StatusIndicator>
  ) : (
    <StatusIndicator type="pending">{arn === "Deleted" ? "Deleted" : "Pending confirmation"}</StatusIndicator>
  );
}

const columns: readonly Column<Subscription>[] = [
  {
    id: "id",
    header: "ID",
    cell: ({ SubscriptionArn = "" }) =>
      isConfirmed(SubscriptionArn) ? (
        <RouteLink href={subscriptionPath(SubscriptionArn)}>{nameOfArn(SubscriptionArn)}</RouteLink>
      ) : (
        "Pending confirmation"
      ),
    value: ({ SubscriptionArn = "" }) => nameOfArn(SubscriptionArn),
    width: 330,
  },
  {
    id: "endpoint",
    header: "Endpoint",
    cell: ({ Endpoint }) => Endpoint,
    value: ({ Endpoint }) => Endpoint,
    width: 330,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ SubscriptionArn }) => <SubscriptionStatus arn={SubscriptionArn} />,
    value: ({ SubscriptionArn }) => (isConfirmed(SubscriptionArn) ? "Confirmed" : "Pending confirmation"),
    width: 200,
  },
  {
    id: "protocol",
    header: "Protocol",
    cell: ({ Protocol }) => protocolLabel(Protocol),
    value: ({ Protocol }) => protocolLabel(Protocol),
    width: 140,
  },
  {
    id: "topic",
    header: "Topic",
    cell: ({ TopicArn = "" }) => <RouteLink href={topicPath(TopicArn)}>{nameOfArn(TopicArn)}</RouteLink>,
    value: ({ TopicArn = "" }) => nameOfArn(TopicArn),
    width: 220,
  },
];
