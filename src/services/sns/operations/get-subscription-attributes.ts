import type { SnsOperation } from "../operation.ts";
import { findSubscription } from "../subscriptions/find-subscription.ts";
import { toSubscriptionAttributes } from "../subscriptions/to-subscription.ts";

export const getSubscriptionAttributes: SnsOperation<"GetSubscriptionAttributes"> = async (input, context) => {
  const subscription = await findSubscription(context, input.SubscriptionArn);
  const topic = await context.state.topics.find(subscription.topic);
  return { Attributes: toSubscriptionAttributes(subscription, topic) };
};
