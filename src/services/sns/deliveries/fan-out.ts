import type { EffectKind, ServiceHost } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { bodyFor, type Message } from "../messages/message.ts";
import type { SnsState } from "../state.ts";
import type { KnownSubscription } from "../subscriptions/subscription-directory.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import { deliveriesKey, deliverTimer, keyOf, type Published } from "./delivery.ts";
import { Notifications } from "./notification.ts";
import { type Next, tryDelivery } from "./settle.ts";

/** Publishes of one topic that are delivered at the same time: so what goes to the same queue goes together. */
const publishesAtOnce = 100;

/**
 * Brings what a publish has committed to the topic's subscriptions. What does not work at once waits as a timer by itself, so that the publish is done with; of a FIFO
 * topic it is tried again as a whole, before what is behind it in its group, and queues know what they have had.
 */
export const fanOut: EffectKind<SnsState> = {
  receive: async ({ payload }, _from, context) => {
    const { host, state } = context;
    const published = JSON.parse(payload) as Published;
    const topic = await state.topics.find(published.topic);
    // What a topic has not delivered goes with it.
    if (topic?.id !== published.topic.id) return delivered;
    const { byId } = await state.subscriptions.of(topic);
    const tries: Promise<Next | undefined>[] = [];
    for (const message of published.messages) {
      const notifications = new Notifications(topic, message, state.signer);
      for (const subscription of byId.values()) {
        if (subscription.seq > published.upToSeq || !isWanted(state, topic, subscription, message)) continue;
        const delivery = { topic: published.topic, subscription: subscription.id, message, tries: 0 };
        // An endpoint may take its time, which is not the time of the others.
        if (isHttp(subscription)) tries.push(Promise.resolve({ dueMs: host.clock.nowMs(), delivery }));
        else tries.push(tryDelivery(context, { topic, subscription, message, notifications }, delivery));
      }
    }
    const waiting = (await Promise.all(tries)).filter((next) => next !== undefined);
    const [first] = waiting;
    if (first && topic.isFifo) return { kind: "later", reason: "a subscriber is to be tried again", atMs: first.dueMs };
    await keep(host, waiting);
    return delivered;
  },
  order: ({ id, payload }) => {
    const { topic, messages } = JSON.parse(payload) as Published;
    return topic.name.endsWith(".fifo") ? `group ${messages[0]?.groupId}` : id;
  },
  atOnce: publishesAtOnce,
};

function isWanted(
  state: SnsState,
  topic: KnownTopic,
  { filter, protocol }: KnownSubscription,
  message: Message,
): boolean {
  if (!filter) return true;
  const filtered = filter(message, bodyFor(message, protocol));
  if (filtered === "delivered") return true;
  state.metering.count(topic, "NumberOfNotificationsFilteredOut");
  state.metering.count(topic, `NumberOfNotificationsFilteredOut-${filtered}`);
  return false;
}

function isHttp({ protocol }: KnownSubscription): boolean {
  return protocol === "http" || protocol === "https";
}

/** Those of one partition in one commit. */
async function keep({ storage }: Pick<ServiceHost, "storage">, waiting: readonly Next[]): Promise<void> {
  const groups = Map.groupBy(waiting, ({ delivery }) => deliveriesKey(delivery.topic, delivery.message).name);
  for (const group of groups.values()) {
    const [{ delivery: first }] = group as [Next];
    await storage.partition(deliveriesKey(first.topic, first.message)).write(async (tx) => {
      for (const { dueMs, delivery } of group)
        await tx.setTimer({ kind: deliverTimer, key: keyOf(delivery), dueMs, payload: JSON.stringify(delivery) });
    });
  }
}
