import { filterPolicyLimitExceeded, subscriptionDoesNotExist } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";
import { changeAttribute } from "../subscriptions/check-subscription-attributes.ts";
import { findSubscription } from "../subscriptions/find-subscription.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { isFifo, topicsKey } from "../topics/topic.ts";

export const setSubscriptionAttributes: SnsOperation<"SetSubscriptionAttributes"> = async (input, context) => {
  const { SubscriptionArn, AttributeName: name = "", AttributeValue: value = "" } = input;
  const { topic, id } = await findSubscription(context, SubscriptionArn);
  await context.host.storage.partition(topicsKey(topic)).write(async (tx) => {
    const found = await subscriptionStore.find(tx, topic, topic.name, id);
    if (!found) throw subscriptionDoesNotExist();
    const attributes = changeAttribute(found.attributes, name, value, { ...found, isFifoTopic: isFifo(topic) });
    const isNewFilter = attributes.FilterPolicy !== undefined && found.attributes.FilterPolicy === undefined;
    if (
      isNewFilter &&
      (await subscriptionStore.countFiltered(tx, topic.name, found.topicId)) >= limits.filterPoliciesPerTopic
    )
      throw filterPolicyLimitExceeded();
    await subscriptionStore.put(tx, { ...found, attributes });
  });
  return {};
};
