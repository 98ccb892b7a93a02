import type { WriteTransaction } from "../../../storage/database.ts";
import { topicArn } from "../topics/topic.ts";
import { topicStore } from "../topics/topic-store.ts";
import { type Subscription, subscriptionArn } from "./subscription.ts";
import { subscriptionStore } from "./subscription-store.ts";
import { toTellOwner } from "./tell-owner.ts";

/** Takes a subscription away, in a write to the topics' partition; its owner, if that is another account, hears of it by the same commit. */
export async function removeSubscription(
  tx: WriteTransaction,
  subscription: Subscription,
  effectId: string,
): Promise<void> {
  const { topic, topicId, id, owner } = subscription;
  await subscriptionStore.remove(tx, topic.name, id);
  const of = await topicStore.find(tx, topic, topic.name);
  if (of?.id === topicId) await topicStore.put(tx, { ...of, deletedSubscriptions: of.deletedSubscriptions + 1 });
  if (owner !== topic.account) {
    const arn = subscriptionArn(topicArn(topic, topic.name), id);
    await tx.emit(toTellOwner(effectId, { owner, region: topic.region, arn, isThere: false }));
  }
}
