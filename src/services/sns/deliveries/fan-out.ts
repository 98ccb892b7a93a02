import { Pace } from "../../../platform/pace.ts";
import type { EffectContext, EffectKind, ServiceHost } from "../../service.ts";
import { delivered } from "../../targets/verdict.ts";
import { FilteredMessage } from "../filter-policies/filtered-message.ts";
import type { SnsState } from "../state.ts";
import type { KnownSubscription } from "../subscriptions/subscription-directory.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import { deliveriesKey, deliverTimer, keyOf, type Published } from "./delivery.ts";
import { fanOutInOrder } from "./fan-out-in-order.ts";
import { isWanted } from "./is-wanted.ts";
import { Notifications } from "./notification.ts";
import { type Next, tryDelivery } from "./settle.ts";

/** Publishes of one topic that are delivered at the same time: so what goes to the same queue goes together. */
const publishesAtOnce = 100;
/** Subscriptions that one publish is brought to at the same time: what waits for a try is kept before the next ones. */
const subscriptionsAtOnce = 500;

/**
 * Brings what a publish has committed to the topic's subscriptions, some of them at a time. What does not work at once waits as a timer by itself, so that the
 * publish is done with; of a FIFO topic it waits in a line.
 */
export const fanOut: EffectKind<SnsState> = {
  receive: async ({ payload }, _from, context) => {
    const published = JSON.parse(payload) as Published;
    const topic = await context.state.topics.find(published.topic);
    // What a topic has not delivered goes with it.
    if (topic?.id !== published.topic.id) return delivered;
    if (topic.isFifo) await fanOutInOrder(context, topic, published);
    else await fanOutAtOnce(context, topic, published);
    return delivered;
  },
  order: ({ id, payload }) => {
    const { topic, messages } = JSON.parse(payload) as Published;
    return topic.name.endsWith(".fifo") ? `group ${messages[0]?.groupId}` : id;
  },
  atOnce: publishesAtOnce,
};

async function fanOutAtOnce(
  context: EffectContext<SnsState>,
  topic: KnownTopic,
  { topic: key, messages, upToSeq }: Published,
): Promise<void> {
  const { host, state } = context;
  const { byId } = await state.subscriptions.of(topic);
  let tries: Promise<Next | undefined>[] = [];
  let looked = 0;
  const pace = new Pace();
  for (const message of messages) {
    const notifications = new Notifications(topic, message, state.signer);
    const filtered = new FilteredMessage(message);
    for (const subscription of byId.values()) {
      if (subscription.seq > upToSeq) continue;
      if (++looked % subscriptionsAtOnce === 0) {
        await keep(host, await Promise.all(tries));
        tries = [];
        // Where nobody wanted any, nothing has been waited for: others have their turn, too.
        await new Promise((resolve) => setImmediate(resolve));
      }
      // A filter of a large body is some milliseconds.
      if (pace.isOver) await pace.rest();
      if (!isWanted(state, topic, subscription, filtered)) continue;
      const delivery = { topic: key, subscription: subscription.id, message, tries: 0 };
      // An endpoint may take its time, which is not the time of the others.
      if (isHttp(subscription)) tries.push(Promise.resolve({ dueMs: host.clock.nowMs(), delivery }));
      else tries.push(tryDelivery(context, { topic, subscription, message, notifications }, delivery));
    }
  }
  await keep(host, await Promise.all(tries));
}

function isHttp({ protocol }: KnownSubscription): boolean {
  return protocol === "http" || protocol === "https";
}

/** Those of one partition in one commit. */
async function keep({ storage }: Pick<ServiceHost, "storage">, nexts: readonly (Next | undefined)[]): Promise<void> {
  const waiting = nexts.filter((next) => next !== undefined);
  const groups = Map.groupBy(waiting, ({ delivery }) => deliveriesKey(delivery.topic, delivery.message).name);
  for (const group of groups.values()) {
    const [{ delivery: first }] = group as [Next];
    await storage.partition(deliveriesKey(first.topic, first.message)).write(async (tx) => {
      for (const { dueMs, delivery } of group)
        await tx.setTimer({ kind: deliverTimer, key: keyOf(delivery), dueMs, payload: JSON.stringify(delivery) });
    });
  }
}
