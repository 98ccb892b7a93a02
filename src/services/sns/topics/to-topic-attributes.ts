import { toEffectiveTopicPolicy, toTopicPolicy } from "../delivery-policies/delivery-policy.ts";
import type { SubscriptionCounts } from "../subscriptions/subscription-store.ts";
import type { Attributes } from "./topic.ts";
import type { KnownTopic } from "./topic-directory.ts";

/** A topic's attributes as AWS shows them. Source: "GetTopicAttributes". */
export function toTopicAttributes(topic: KnownTopic, { confirmed, pending }: SubscriptionCounts): Attributes {
  const { attributes, settings } = topic;
  const delivery = attributes.DeliveryPolicy === undefined ? undefined : toTopicPolicy(attributes.DeliveryPolicy);
  return {
    ...(topic.isFifo && { ContentBasedDeduplication: "false" }),
    DisplayName: "",
    ...attributes,
    Policy: settings.policy,
    EffectiveDeliveryPolicy: toEffectiveTopicPolicy(delivery),
    Owner: topic.account,
    SubscriptionsConfirmed: String(confirmed),
    SubscriptionsDeleted: String(topic.deletedSubscriptions),
    SubscriptionsPending: String(pending),
    TopicArn: topic.arn,
  };
}
