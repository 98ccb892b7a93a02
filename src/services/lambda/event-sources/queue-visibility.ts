import type { Clock } from "../../../platform/clock.ts";
import { limits } from "../limits.ts";

/** What has been read is believed so long. AWS takes up to a minute itself until a queue's new attributes hold. */
const freshMs = 10_000;

/** A queue's visibility timeout, followed while the queue is read. */
export class QueueVisibility {
  readonly #read: () => Promise<number>;
  readonly #clock: Pick<Clock, "nowMs">;
  #readMs = Number.NEGATIVE_INFINITY;
  #seconds: number = limits.eventSources.visibilitySeconds;

  constructor(read: () => Promise<number>, clock: Pick<Clock, "nowMs">) {
    this.#read = read;
    this.#clock = clock;
  }

  get seconds(): number {
    return this.#seconds;
  }

  /** Reads it again if that is due; who asks meanwhile has the former. A queue that cannot be asked keeps what it had: who receives from it meets the trouble. */
  async look(): Promise<void> {
    const nowMs = this.#clock.nowMs();
    if (nowMs - this.#readMs < freshMs) return;
    this.#readMs = nowMs;
    this.#seconds = await this.#read().catch(() => this.#seconds);
  }
}
