import { type Feedback, toFeedback } from "../deliveries/feedback.ts";
import { type DeliveryPolicy, effectivePolicy, toTopicPolicy } from "../delivery-policies/delivery-policy.ts";
import { defaultPolicy } from "../permissions/topic-policy.ts";
import { isFifo, type Topic, topicArn } from "./topic.ts";

/** A topic's attributes as its messages are treated by them. */
export interface TopicSettings {
  readonly displayName: string;
  readonly signatureVersion: "1" | "2";
  readonly deduplicatesByContent: boolean;
  /** Whether the same deduplication id counts in each group by itself. */
  readonly deduplicatesByGroup: boolean;
  /** JSON. */
  readonly policy: string;
  /** What HTTP deliveries go by where the subscription says nothing else. */
  readonly delivery: DeliveryPolicy;
  /** Whether a subscription's delivery policy counts. */
  readonly allowsOverrides: boolean;
  readonly feedback: Feedback;
}

export function toSettings(topic: Topic): TopicSettings {
  const { attributes } = topic;
  const delivery = attributes.DeliveryPolicy === undefined ? undefined : toTopicPolicy(attributes.DeliveryPolicy);
  return {
    displayName: attributes.DisplayName ?? "",
    signatureVersion: attributes.SignatureVersion === "2" ? "2" : "1",
    deduplicatesByContent: attributes.ContentBasedDeduplication === "true",
    deduplicatesByGroup: attributes.FifoThroughputScope === "MessageGroup" && isFifo(topic),
    policy: attributes.Policy ?? defaultPolicy(topicArn(topic, topic.name), topic.account),
    delivery: effectivePolicy(delivery),
    allowsOverrides: delivery?.disableSubscriptionOverrides !== true,
    feedback: toFeedback(attributes),
  };
}
