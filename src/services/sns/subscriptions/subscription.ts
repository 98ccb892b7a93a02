import type { TopicName } from "../topics/topic.ts";

export const protocols = [
  "http",
  "https",
  "email",
  "email-json",
  "sms",
  "sqs",
  "application",
  "lambda",
  "firehose",
] as const;

export type Protocol = (typeof protocols)[number];

/** What is stored of a subscription. */
export interface Subscription {
  readonly id: string;
  readonly topic: TopicName;
  /** A topic that is made anew under the name has others. */
  readonly topicId: string;
  /** Grows with each that is confirmed: what was published before is not for it. */
  readonly seq: number;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** The account that subscribed. */
  readonly owner: string;
  /** Who subscribed, as an ARN. */
  readonly principal: string;
  readonly createdMs: number;
  readonly isPending: boolean;
  readonly wasAuthenticated: boolean;
  /** Whether only a signed request unsubscribes it. */
  readonly authenticatesUnsubscribe: boolean;
  /** Those that have been set, as AWS names them. */
  readonly attributes: SubscriptionAttributes;
}

export type SubscriptionAttributes = Readonly<Record<string, string>>;

export function subscriptionArn(topicArn: string, id: string): string {
  return `${topicArn}:${id}`;
}
