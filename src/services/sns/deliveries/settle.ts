import type { EffectContext } from "../../service.ts";
import { effectivePolicy, toSchedule, toTopicPolicy } from "../delivery-policies/delivery-policy.ts";
import { managedServices, type RetrySchedule } from "../delivery-policies/retry-schedule.ts";
import type { SnsState } from "../state.ts";
import { deliver, toQueue } from "./deliver.ts";
import type { Delivery, Outcome } from "./delivery.ts";
import { logDelivery } from "./log-delivery.ts";
import type { Sending } from "./sending.ts";

/** What is to be done with a delivery now: nothing, or another try at a time. */
export interface Next {
  readonly dueMs: number;
  readonly delivery: Delivery;
}

/** Tries a delivery once, and all that follows from how it ends. Gives the next try, if there is to be one. */
export async function tryDelivery(
  context: EffectContext<SnsState>,
  sending: Sending,
  delivery: Delivery,
): Promise<Next | undefined> {
  if (delivery.isDead) return tryDeadLetter(context, sending, delivery);
  const { host, state } = context;
  const { topic, subscription } = sending;
  const startedMs = host.clock.nowMs();
  const outcome = await deliver(context, sending);
  if (outcome.kind === "delivered") {
    state.metering.delivered(topic, subscription.protocol);
    logDelivery(context, sending, delivery, outcome, startedMs);
    return undefined;
  }
  const tries = delivery.tries + 1;
  const delayMs = outcome.kind === "later" ? scheduleOf(sending).delayMs(tries) : undefined;
  if (delayMs !== undefined) return { dueMs: host.clock.nowMs() + delayMs, delivery: { ...delivery, tries } };
  return fail(context, sending, { ...delivery, tries }, outcome, startedMs);
}

async function fail(
  context: EffectContext<SnsState>,
  sending: Sending,
  delivery: Delivery,
  outcome: Outcome,
  startedMs: number,
): Promise<Next | undefined> {
  const { host, state } = context;
  const { topic, subscription } = sending;
  state.metering.count(topic, "NumberOfNotificationsFailed");
  logDelivery(context, sending, delivery, outcome, startedMs);
  if (subscription.deadLetterArn !== undefined)
    return tryDeadLetter(context, sending, { ...delivery, tries: 0, isDead: true });
  host.log.warn("a notification was dropped", {
    topic: topic.arn,
    endpoint: subscription.endpoint,
    tries: delivery.tries,
    error: outcome.reason ?? "",
  });
  return undefined;
}

async function tryDeadLetter(
  context: EffectContext<SnsState>,
  sending: Sending,
  delivery: Delivery,
): Promise<Next | undefined> {
  const { host, state } = context;
  const { topic, subscription } = sending;
  const queue = subscription.deadLetterArn;
  if (queue === undefined) return undefined;
  const outcome = await toQueue(context, sending, queue);
  if (outcome.kind === "delivered") {
    state.metering.count(topic, "NumberOfNotificationsRedrivenToDlq");
    return undefined;
  }
  const tries = delivery.tries + 1;
  const delayMs = outcome.kind === "later" ? managedServices.delayMs(tries) : undefined;
  if (delayMs !== undefined) return { dueMs: host.clock.nowMs() + delayMs, delivery: { ...delivery, tries } };
  state.metering.count(topic, "NumberOfNotificationsFailedToRedriveToDlq");
  host.log.warn("a notification did not reach its dead-letter queue", {
    topic: topic.arn,
    queue,
    error: outcome.reason ?? "",
  });
  return undefined;
}

/** What is left here (mails, text messages, pushes) fails for faults of storage only, and is tried as often as queues are. */
function scheduleOf({ topic, subscription }: Sending): RetrySchedule {
  if (subscription.protocol !== "http" && subscription.protocol !== "https") return managedServices;
  const policy = topic.attributes.DeliveryPolicy;
  const own = policy === undefined ? undefined : toTopicPolicy(policy);
  return toSchedule(effectivePolicy(own, subscription.delivery).healthyRetryPolicy);
}
