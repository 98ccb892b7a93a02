import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { Clock } from "../../../platform/clock.ts";
import { limits } from "../limits.ts";

/** Deliveries a second that an endpoint wants at most, by its delivery policy: each has its turn, as this server sees it. */
export class Throttles {
  readonly #clock: Pick<Clock, "nowMs">;
  /** By subscription, when the next may begin. */
  readonly #nextMs = new BoundedCache<string, number>(limits.cachedTopics);

  constructor(clock: Pick<Clock, "nowMs">) {
    this.#clock = clock;
  }

  /** Takes a turn: undefined if it is now, else when to ask again. */
  take(subscription: string, perSecond: number): number | undefined {
    const nowMs = this.#clock.nowMs();
    const nextMs = this.#nextMs.get(subscription) ?? nowMs;
    if (nextMs > nowMs) return Math.ceil(nextMs);
    this.#nextMs.set(subscription, Math.max(nextMs, nowMs - 1_000 / perSecond) + 1_000 / perSecond);
    return undefined;
  }
}
