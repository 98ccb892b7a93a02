import type { Firing } from "../../../storage/database.ts";
import type { EffectContext, ServiceTimer } from "../../service.ts";
import type { SnsState } from "../state.ts";
import type { Delivery } from "./delivery.ts";
import type { Line } from "./line.ts";
import { lineStore } from "./line-store.ts";
import { Notifications } from "./notification.ts";
import { tryDelivery } from "./settle.ts";

/** Deliveries of one line that one firing makes: then others have their turn. */
const deliveriesAtOnce = 20;
const removedAtOnce = 500;

/** A line goes on: its first is tried again, and once that is done with, what stands behind it. */
export const deliverInOrder: ServiceTimer<SnsState> = {
  fire: async (firing, context) => {
    const line = JSON.parse(firing.payload) as Line;
    const partition = context.host.storage.partition(firing.from);
    for (let made = 1; ; made++) {
      const first = await partition.read((tx) => lineStore.first(tx, line));
      if (!first) return;
      const next = await tryFirst(context, line, first.delivery);
      if (next === "gone") return forget(context, firing, line);
      if (next) {
        return partition.write(async (tx) => {
          await lineStore.change(tx, line, first.position, next.delivery);
          await firing.settle(tx, { dueMs: next.dueMs, payload: firing.payload });
        });
      }
      const isLast = made === deliveriesAtOnce;
      const goesOn = await partition.write(async (tx) => {
        const hasMore = await lineStore.remove(tx, line, first.position);
        if (!hasMore) await firing.settle(tx);
        else if (isLast) await firing.settle(tx, { dueMs: context.host.clock.nowMs(), payload: firing.payload });
        return hasMore && !isLast;
      });
      if (!goesOn) return;
    }
  },
};

async function tryFirst(context: EffectContext<SnsState>, line: Line, delivery: Delivery) {
  const { state } = context;
  const topic = await state.topics.find(line.topic);
  if (topic?.id !== line.topic.id) return "gone";
  const subscription = (await state.subscriptions.of(topic)).byId.get(line.subscription);
  if (!subscription) return "gone";
  const { message } = delivery;
  const notifications = new Notifications(topic, message, state.signer);
  return tryDelivery(context, { topic, subscription, message, notifications }, delivery);
}

/** What its topic or subscription has not delivered goes with it. */
async function forget({ host }: EffectContext<SnsState>, firing: Firing, line: Line): Promise<void> {
  const partition = host.storage.partition(firing.from);
  while ((await partition.write((tx) => lineStore.removeSome(tx, line, removedAtOnce))) === removedAtOnce);
  await partition.write((tx) => firing.settle(tx));
}
