import { fromPageToken, toPageToken } from "../../page-token.ts";
import { invalidParameter } from "../errors.ts";
import { limits } from "../limits.ts";
import type { SnsOperation } from "../operation.ts";
import { subscriptionStore } from "../subscriptions/subscription-store.ts";
import { toSubscription } from "../subscriptions/to-subscription.ts";
import { findTopic } from "../topics/find-topic.ts";
import { topicsKey } from "../topics/topic.ts";

/** A hundred at a time. */
export const listSubscriptionsByTopic: SnsOperation<"ListSubscriptionsByTopic"> = async (input, context) => {
  const topic = await findTopic(context, input.TopicArn);
  const after = fromPageToken(input.NextToken, () => invalidParameter("NextToken")) ?? "";
  const asked = { topic: topic.name, topicId: topic.id, after, limit: limits.pageSize + 1 };
  const found = await context.host.storage
    .partition(topicsKey(topic))
    .read((tx) => subscriptionStore.ofTopic(tx, topic, asked));
  const page = found.slice(0, limits.pageSize);
  return {
    Subscriptions: page.map(toSubscription),
    NextToken: found.length > page.length ? toPageToken(page.at(-1)?.id ?? "") : undefined,
  };
};
