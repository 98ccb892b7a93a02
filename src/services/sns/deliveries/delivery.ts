import type { PartitionKey } from "../../../storage/database.ts";
import type { Message } from "../messages/message.ts";
import type { Topic, TopicName } from "../topics/topic.ts";

export type TopicKey = TopicName & Pick<Topic, "id">;

/** Messages that a topic has taken, and whom they are for: what the commit of a publish holds. JSON. */
export interface Published {
  readonly topic: TopicKey;
  readonly messages: readonly Message[];
  /** Subscriptions that were there then: those made since have nothing of it. */
  readonly upToSeq: number;
}

/** One message on its way to one subscription, that has been tried or is to be. JSON. */
export interface Delivery {
  readonly topic: TopicKey;
  readonly subscription: string;
  readonly message: Message;
  /** How often it has been tried. */
  readonly tries: number;
  /** It has failed, and goes to the subscription's dead-letter queue. */
  readonly isDead?: true;
}

/** How a try ended. */
export interface Outcome {
  readonly kind: "delivered" | "later" | "never";
  readonly reason?: string;
  /** As AWS's logs of deliveries tell it. */
  readonly statusCode: number;
  readonly providerResponse: string;
}

export const deliverTimer = "sns.deliver";

const partitions = 16;

/** Where deliveries wait: not in the topic's own partition, which may be gone by then. */
export function deliveriesKey({ account, region }: TopicKey, message: Message): PartitionKey {
  return {
    account,
    region,
    kind: "sns.deliveries",
    name: String(Number.parseInt(message.id.slice(-2), 16) % partitions),
  };
}

export function keyOf({ subscription, message, isDead }: Delivery): string {
  return `${message.id} ${subscription}${isDead ? " dead" : ""}`;
}
