import type { Message } from "../messages/message.ts";
import type { KnownSubscription } from "../subscriptions/subscription-directory.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import type { Notifications } from "./notification.ts";

/** One message, one subscription. */
export interface Sending {
  readonly topic: KnownTopic;
  readonly subscription: KnownSubscription;
  readonly message: Message;
  readonly notifications: Notifications;
}
