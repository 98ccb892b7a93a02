import { type Notification, toEnvelope } from "../deliveries/notification.ts";
import type { Sending } from "../deliveries/sending.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import type { OutboxMessage } from "./outbox-message.ts";

/** A notification as a mail: its text, or the whole envelope for `email-json`. */
export function toNotificationMail(
  { topic, subscription, message }: Sending,
  notification: Notification,
  unsubscribeUrl: string,
): OutboxMessage {
  const text = [
    notification.body,
    "",
    "--",
    "If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:",
    unsubscribeUrl,
  ].join("\n");
  return {
    kind: "email",
    to: subscription.endpoint,
    from: senderOf(topic),
    messageId: message.id,
    subject: message.subject ?? "AWS Notification Message",
    body: subscription.protocol === "email-json" ? toEnvelope(notification, unsubscribeUrl) : text,
    sentMs: message.publishedMs,
    topicArn: topic.arn,
    subscriptionArn: subscription.arn,
  };
}

/** The mail that asks whether somebody wants the topic's messages. */
export function toConfirmationMail(
  topic: KnownTopic,
  asked: {
    readonly to: string;
    readonly messageId: string;
    readonly subscriptionArn: string;
    readonly url: string;
    readonly sentMs: number;
    /** What `email-json` has instead of the text. */
    readonly envelope: string | undefined;
  },
): OutboxMessage {
  const text = [
    "You have chosen to subscribe to the topic: ",
    topic.arn,
    "",
    "To confirm this subscription, click or visit the link below (If this was in error no action is necessary): ",
    asked.url,
  ].join("\n");
  return {
    kind: "email",
    to: asked.to,
    from: senderOf(topic),
    messageId: asked.messageId,
    subject: "AWS Notification - Subscription Confirmation",
    body: asked.envelope ?? text,
    sentMs: asked.sentMs,
    topicArn: topic.arn,
    subscriptionArn: asked.subscriptionArn,
    confirmationUrl: asked.url,
  };
}

function senderOf({ settings }: KnownTopic): string {
  return `${settings.displayName || "AWS Notifications"} <no-reply@sns.amazonaws.com>`;
}
