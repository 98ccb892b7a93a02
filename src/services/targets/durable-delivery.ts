import {
  type Effect,
  type Firing,
  ParkError,
  type PartitionKey,
  type WriteTransaction,
} from "../../storage/database.ts";
import type { EffectContext, EffectKind, ServiceTimer } from "../service.ts";
import { type ExhaustedBy, nextTryMs, postponedMs, type RetryPolicy } from "./retry-policy.ts";
import { type Sending, sendToTarget } from "./send-to-target.ts";
import { delivered, type Verdict } from "./verdict.ts";

/** What is to reach its target, whatever happens. JSON. */
export interface Delivery extends Omit<Sending, "id"> {
  readonly retry: RetryPolicy;
  /** When the event happened. */
  readonly eventMs: number;
  /** What the source wants to know when it has ended. */
  readonly about?: unknown;
}

/** How a delivery ended. */
export type Ended =
  | { readonly kind: "delivered" }
  /** `exhaustedBy`: it might have worked later, but there was no later. Without it the target refuses it. */
  | {
      readonly kind: "failed";
      readonly reason: string;
      /** Of AWS's error, if it was one. */
      readonly code: string | undefined;
      readonly tries: number;
      readonly exhaustedBy: ExhaustedBy | undefined;
    };

export interface DurableDeliveries<State> {
  /** `service.name`, by which the effect and the timer are declared. */
  readonly name: string;
  /**
   * The first try is made by a timer, too: where targets may take long to answer, these have a lane of their own then, and hold up nothing else that the outbox
   * delivers.
   */
  readonly startsLater?: true;
  /** How one is sent, where a source has targets of kinds that nobody else has; by `sendToTarget` without it. */
  readonly send?: (
    sending: Sending & Pick<Delivery, "about" | "eventMs"> & { readonly attempt: number },
    context: EffectContext<State>,
  ) => Promise<Verdict>;
  /** What is sent in a try, the first being 1, where that depends on it. */
  readonly prepare?: (delivery: Delivery, attempt: number) => Delivery;
  /** Told of each try. Must be quick, and must not throw. */
  readonly tried?: (delivery: Delivery, verdict: Verdict, context: EffectContext<State>) => void;
  /** The delivery that goes to the dead-letter queue of one that failed; undefined where it has none. */
  readonly deadLetter?: (delivery: Delivery, failure: Extract<Ended, { kind: "failed" }>) => Delivery | undefined;
  /** Told when it has ended, at least once: a crash repeats it. One that is parked has ended, for now. */
  readonly ended?: (delivery: Delivery, how: Ended, context: EffectContext<State>) => Promise<void>;
}

/**
 * Deliveries that are tried again by their own policy until they have reached their target, are given up, or parked. A source emits them in the
 * commit of its event, and declares both halves under the same name:
 *
 *     const destinations = durableDelivery<LambdaState>({ name: "lambda.destination" });
 *     … effects: { destination: destinations.effect }, timers: { destination: destinations.timer } …
 *     await tx.emit(destinations.toEffect(random.uuid(), { target, message, caller, source, retry: untilParked, eventMs }));
 *
 * The first try is made by the outbox; one that is to be tried later waits as a durable timer in a partition of deliveries, since its source may
 * be gone by then. Order is not kept: where it matters an effect with an `order` calls `sendToTarget` itself (decision 38).
 */
export function durableDelivery<State>(options: DurableDeliveries<State>): {
  readonly effect: EffectKind<State>;
  readonly timer: ServiceTimer<State>;
  readonly toEffect: (id: string, delivery: Delivery) => Effect;
  /**
   * Tries before anything is kept, for a source that tells its own caller only afterwards what is promised: true where the target has it. Else the effect is to be emitted
   * under the same id, which tries again.
   */
  readonly tryFirst: (id: string, delivery: Delivery, context: EffectContext<State>) => Promise<boolean>;
} {
  const toEffect = (id: string, delivery: Delivery): Effect => ({
    topic: options.name,
    id,
    payload: JSON.stringify(delivery),
  });
  return {
    toEffect,
    tryFirst: async (id, delivery, context) => {
      const verdict = await attemptDelivery(options, delivery, { id, attempt: 1, context });
      if (verdict.kind !== "delivered") return false;
      await options.ended?.(delivery, { kind: "delivered" }, context);
      return true;
    },
    effect: { receive: (effect, from, context) => receive(options, toEffect, { effect, from, context }) },
    timer: { fire: (firing, context) => fire(options, toEffect, firing, context) },
  };
}

/** The first try. What has to be kept of it is kept before the effect is done with. */
async function receive<State>(
  options: DurableDeliveries<State>,
  toEffect: (id: string, delivery: Delivery) => Effect,
  { effect, from, context }: { effect: Effect; from: PartitionKey; context: EffectContext<State> },
): Promise<Verdict> {
  const { host } = context;
  const delivery = JSON.parse(effect.payload) as Delivery;
  const partition = host.storage.partition(partitionOf(effect.id, from));
  const keep = (dueMs: number, tries: number) => (tx: WriteTransaction) =>
    tx.setTimer({ kind: options.name, key: effect.id, dueMs, payload: toWaiting(delivery, tries) });
  if (options.startsLater) {
    await partition.write(keep(host.clock.nowMs(), 0));
    return delivered;
  }
  const verdict = await attemptDelivery(options, delivery, { id: effect.id, attempt: 1, context });
  const next = judge(verdict, delivery, 0, host.clock.nowMs());
  if (next.kind === "waits") {
    await partition.write(keep(next.dueMs, next.tries));
    return delivered;
  }
  await options.ended?.(delivery, next, context);
  if (next.kind === "delivered") return delivered;
  const deadLetter = options.deadLetter?.(delivery, next);
  if (deadLetter) {
    await partition.write((tx) => tx.emit(toEffect(`${effect.id}/dead-letter`, deadLetter)));
    return delivered;
  }
  if (verdict.kind === "never" || delivery.retry.exhausted === "drop") return { kind: "never", reason: next.reason };
  // Without a retry it is parked by its timer, which is where what is parked is seen.
  await partition.write(keep(host.clock.nowMs(), 1));
  return delivered;
}

/** A further try. */
async function fire<State>(
  options: DurableDeliveries<State>,
  toEffect: (id: string, delivery: Delivery) => Effect,
  firing: Firing,
  context: EffectContext<State>,
): Promise<void> {
  const { host } = context;
  const { delivery, tries } = JSON.parse(firing.payload) as Waiting;
  const verdict = await attemptDelivery(options, delivery, { id: firing.key, attempt: tries + 1, context });
  const next = judge(verdict, delivery, tries, host.clock.nowMs());
  const partition = host.storage.partition(firing.from);
  if (next.kind === "waits") {
    const payload = toWaiting(delivery, next.tries);
    await partition.write((tx) => firing.settle(tx, { dueMs: next.dueMs, payload }));
    return;
  }
  await options.ended?.(delivery, next, context);
  if (next.kind === "delivered") return;
  const deadLetter = options.deadLetter?.(delivery, next);
  if (deadLetter) {
    await partition.write(async (tx) => {
      await firing.settle(tx);
      await tx.emit(toEffect(`${firing.key}/dead-letter`, deadLetter));
    });
    return;
  }
  if (verdict.kind === "later" && delivery.retry.exhausted === "park") throw new ParkError(next.reason);
  const { target } = delivery;
  host.log.warn("a delivery was dropped", { kind: options.name, id: firing.key, target, error: next.reason });
}

async function attemptDelivery<State>(
  { send, prepare, tried }: DurableDeliveries<State>,
  delivery: Delivery,
  { id, attempt, context }: { id: string; attempt: number; context: EffectContext<State> },
): Promise<Verdict> {
  const sending = { ...(prepare?.(delivery, attempt) ?? delivery), id };
  const verdict = await (send ? send({ ...sending, attempt }, context) : sendToTarget(context.host, sending));
  tried?.(delivery, verdict, context);
  return verdict;
}

/** It is to be tried again; `tries` are those that it has had. */
interface Waits {
  readonly kind: "waits";
  readonly dueMs: number;
  readonly tries: number;
}

/** What comes after an attempt, before which there were `before` tries. */
function judge(verdict: Verdict, { retry, eventMs }: Delivery, before: number, nowMs: number): Waits | Ended {
  if (verdict.kind === "delivered") return { kind: "delivered" };
  const { reason, code } = verdict;
  if (verdict.kind === "never") return { kind: "failed", reason, code, tries: before + 1, exhaustedBy: undefined };
  const { atMs: askedMs, untried } = verdict;
  const tries = untried ? before : before + 1;
  const next = untried
    ? postponedMs(retry, { firstMs: eventMs, askedMs: askedMs ?? nowMs + retry.firstDelayMs })
    : nextTryMs(retry, { tries, firstMs: eventMs, nowMs, askedMs });
  if (typeof next === "number") return { kind: "waits", dueMs: next, tries };
  return { kind: "failed", reason, code, tries, exhaustedBy: next };
}

interface Waiting {
  readonly delivery: Delivery;
  readonly tries: number;
}

function toWaiting(delivery: Delivery, tries: number): string {
  return JSON.stringify({ delivery, tries } satisfies Waiting);
}

const partitions = 16;

/** Of the source's account and region, but not the source's own: what was promised outlives it. */
function partitionOf(id: string, { account, region }: PartitionKey): PartitionKey {
  let hash = 0;
  for (let index = 0; index < id.length; index++) hash = (Math.imul(hash, 31) + id.charCodeAt(index)) >>> 0;
  return { account, region, kind: "squall.deliveries", name: `${hash % partitions}` };
}
