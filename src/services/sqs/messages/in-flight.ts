import { BoundedCache } from "../../../platform/bounded-cache.ts";
import type { Clock } from "../../../platform/clock.ts";
import type { ReadTransaction } from "../../../storage/database.ts";
import { limits } from "../limits.ts";
import type { KnownQueue } from "../queues/queue-directory.ts";
import { messageStore } from "./message-store.ts";

/** One count serves so long: what other servers have received and deleted since is not in it, nor what has become visible. */
const goodForMs = 1_000;
/** A full queue is looked at more often. */
const fullForMs = 100;
const queuesRemembered = 10_000;

interface Count {
  readonly atMs: number;
  inFlight: number;
}

/**
 * Whether a queue has room for more messages in flight. The rows are the truth, and counting up to 120,000 of them at each receive would cost more
 * than the receive: so they are counted once a second, and what is received and deleted here in between is added and taken away.
 */
export class InFlight {
  readonly #clock: Clock;
  readonly #counts = new BoundedCache<string, Count>(queuesRemembered);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many may be received. */
  async room(tx: ReadTransaction, { messagesKey }: KnownQueue): Promise<number> {
    const nowMs = this.#clock.nowMs();
    let count = this.#counts.get(messagesKey.name);
    const servesMs = count && count.inFlight >= limits.inFlight ? fullForMs : goodForMs;
    if (!count || nowMs - count.atMs >= servesMs) {
      count = { atMs: nowMs, inFlight: await messageStore.countInFlight(tx, nowMs) };
      this.#counts.set(messagesKey.name, count);
    }
    return Math.max(limits.inFlight - count.inFlight, 0);
  }

  received({ messagesKey }: KnownQueue, messages: number): void {
    const count = this.#counts.get(messagesKey.name);
    if (count) count.inFlight += messages;
  }

  /** Messages that were deleted, which nearly always were in flight. */
  left(queue: KnownQueue, messages: number): void {
    this.received(queue, -messages);
  }

  clear(): void {
    this.#counts.clear();
  }
}
