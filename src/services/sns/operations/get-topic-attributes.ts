import type { SnsOperation } from "../operation.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { findTopic } from "../topics/find-topic.ts";
import { toTopicAttributes } from "../topics/to-topic-attributes.ts";
import { topicsKey } from "../topics/topic.ts";

export const getTopicAttributes: SnsOperation<"GetTopicAttributes"> = async ({ TopicArn }, context) => {
  const topic = await findTopic(context, TopicArn);
  const counts = await context.host.storage
    .partition(topicsKey(topic))
    .read((tx) => subscriptionStore.counts(tx, topic.name, topic.id));
  return { Attributes: toTopicAttributes(topic, counts) };
};
