import type { ServiceTimer } from "../../service.ts";
import { effectivePolicy, toTopicPolicy } from "../delivery-policies/delivery-policy.ts";
import type { SnsState } from "../state.ts";
import type { Delivery } from "./delivery.ts";
import { Notifications } from "./notification.ts";
import type { Sending } from "./sending.ts";
import { tryDelivery } from "./settle.ts";

/** A host that has as many requests as it may is asked again after so long. */
const fullMs = 200;

/** A delivery that waited for its time. One whose topic or subscription has gone meanwhile goes with it. */
export const retryDelivery: ServiceTimer<SnsState> = {
  fire: async (firing, context) => {
    const { host, state } = context;
    const delivery = JSON.parse(firing.payload) as Delivery;
    const topic = await state.topics.find(delivery.topic);
    if (topic?.id !== delivery.topic.id) return;
    const subscription = (await state.subscriptions.of(topic)).byId.get(delivery.subscription);
    if (!subscription) return;
    const { message } = delivery;
    const sending = { topic, subscription, message, notifications: new Notifications(topic, message, state.signer) };
    const settle = (dueMs: number, next: Delivery) =>
      host.storage.partition(firing.from).write((tx) => firing.settle(tx, { dueMs, payload: JSON.stringify(next) }));
    const restMs = delivery.isDead ? undefined : restOf(state, sending, host.clock.nowMs());
    if (restMs !== undefined) return settle(restMs, delivery);
    const next = await tryDelivery(context, sending, delivery);
    if (next) await settle(next.dueMs, next.delivery);
  },
};

/** Until when an endpoint is to be left alone: it has enough requests, or as many this second as it wants. */
function restOf(state: SnsState, { topic, subscription }: Sending, nowMs: number): number | undefined {
  const { protocol, endpoint, id, delivery } = subscription;
  if (protocol !== "http" && protocol !== "https") return undefined;
  if (!state.http.hasRoom(endpoint)) return nowMs + fullMs;
  const policy = topic.attributes.DeliveryPolicy;
  const { throttlePolicy } = effectivePolicy(policy === undefined ? undefined : toTopicPolicy(policy), delivery);
  return throttlePolicy ? state.throttles.take(id, throttlePolicy.maxReceivesPerSecond) : undefined;
}
