import type { EffectContext } from "../../service.ts";
import { FilteredMessage } from "../filter-policies/filtered-message.ts";
import type { SnsState } from "../state.ts";
import type { KnownSubscription } from "../subscriptions/subscription-directory.ts";
import type { KnownTopic } from "../topics/topic-directory.ts";
import type { Delivery, Published } from "./delivery.ts";
import { isWanted } from "./is-wanted.ts";
import { type Line, linesKey } from "./line.ts";
import { lineStore } from "./line-store.ts";
import { Notifications } from "./notification.ts";
import { tryDelivery } from "./settle.ts";

/**
 * Brings what a FIFO topic has taken to each subscription in the order of its message group. What one of them cannot have now begins a line of that subscription and group;
 * what comes behind it waits there, and nobody else's messages do. Publishes of one group come here one by one.
 */
export async function fanOutInOrder(
  context: EffectContext<SnsState>,
  topic: KnownTopic,
  { topic: key, messages, upToSeq }: Published,
): Promise<void> {
  const { host, state } = context;
  const { byId } = await state.subscriptions.of(topic);
  const partition = host.storage.partition(linesKey(key));
  for (const message of messages) {
    const group = message.groupId ?? "";
    const notifications = new Notifications(topic, message, state.signer);
    const filtered = new FilteredMessage(message);
    const lineOf = ({ id }: Pick<KnownSubscription, "id">): Line => ({ topic: key, group, subscription: id });
    const deliveryTo = ({ id }: KnownSubscription): Delivery => ({ topic: key, subscription: id, message, tries: 0 });
    const wanting = [...byId.values()].filter(
      (subscription) => subscription.seq <= upToSeq && isWanted(state, topic, subscription, filtered),
    );
    const lines = await partition.read((tx) => lineStore.of(tx, group));
    const behind = wanting.filter(({ id }) => lines.has(id));
    const appended = new Set<KnownSubscription>();
    if (behind.length > 0) {
      await partition.write(async (tx) => {
        appended.clear();
        // Some may have come to their end since.
        const present = await lineStore.of(tx, group);
        for (const subscription of behind) {
          if (!present.has(subscription.id)) continue;
          await lineStore.append(tx, lineOf(subscription), deliveryTo(subscription));
          appended.add(subscription);
        }
      });
    }
    const now = wanting.filter((subscription) => !appended.has(subscription));
    const nexts = await Promise.all(
      now.map((subscription) =>
        tryDelivery(context, { topic, subscription, message, notifications }, deliveryTo(subscription)),
      ),
    );
    const waiting = nexts.filter((next) => next !== undefined);
    if (waiting.length === 0) continue;
    await partition.write(async (tx) => {
      for (const { delivery, dueMs } of waiting)
        await lineStore.begin(tx, lineOf({ id: delivery.subscription }), delivery, dueMs);
    });
  }
}
