import {
  effectivePolicy,
  toEffectiveSubscriptionPolicy,
  toSubscriptionPolicy,
  toTopicPolicy,
} from "../delivery-policies/delivery-policy.ts";
import { topicArn } from "../topics/topic.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import { type Subscription, subscriptionArn } from "./subscription.ts";

/** A subscription in a list. */
export function toSubscription({ topic, id, owner, protocol, endpoint, isPending }: Subscription) {
  const TopicArn = topicArn(topic, topic.name);
  return {
    SubscriptionArn: isPending ? "PendingConfirmation" : subscriptionArn(TopicArn, id),
    Owner: owner,
    Protocol: protocol,
    Endpoint: endpoint,
    TopicArn,
  };
}

/** A subscription's attributes as AWS shows them. Source: "GetSubscriptionAttributes". */
export function toSubscriptionAttributes(
  subscription: Subscription,
  topic: KnownTopic | undefined,
): Record<string, string> {
  const { topic: name, id, protocol, attributes } = subscription;
  const TopicArn = topicArn(name, name.name);
  const { FilterPolicy, FilterPolicyScope = "MessageAttributes", ...others } = attributes;
  return {
    ...others,
    ...(FilterPolicy !== undefined && { FilterPolicy, FilterPolicyScope }),
    ConfirmationWasAuthenticated: String(subscription.wasAuthenticated),
    ...(isHttp(protocol) && { EffectiveDeliveryPolicy: effectiveOf(subscription, topic) }),
    Endpoint: subscription.endpoint,
    Owner: subscription.owner,
    PendingConfirmation: String(subscription.isPending),
    Protocol: protocol,
    RawMessageDelivery: attributes.RawMessageDelivery ?? "false",
    SubscriptionArn: subscriptionArn(TopicArn, id),
    SubscriptionPrincipal: subscription.principal,
    TopicArn,
  };
}

function isHttp(protocol: string): boolean {
  return protocol === "http" || protocol === "https";
}

function effectiveOf({ attributes }: Subscription, topic: KnownTopic | undefined): string {
  const ofTopic = topic?.attributes.DeliveryPolicy;
  const own = attributes.DeliveryPolicy;
  const policy = effectivePolicy(
    ofTopic === undefined ? undefined : toTopicPolicy(ofTopic),
    own === undefined ? undefined : toSubscriptionPolicy(own),
  );
  return toEffectiveSubscriptionPolicy(policy);
}
