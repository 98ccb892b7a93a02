import type { Clock } from "../../../../platform/clock.ts";

const windowMs = 10_000;

/** Counts a function's new environments in each ten seconds. Source: "Understanding Lambda function scaling", "Concurrency scaling rate". */
export class StartRate {
  readonly #clock: Clock;
  readonly #limit: number;
  #windowEndsMs = 0;
  #count = 0;

  constructor(clock: Clock, limit: number) {
    this.#clock = clock;
    this.#limit = limit;
  }

  /** Whether one more may be begun, beyond `pending` that will be. */
  take(pending: number): boolean {
    const nowMs = this.#clock.nowMs();
    if (nowMs >= this.#windowEndsMs) {
      this.#windowEndsMs = nowMs + windowMs;
      this.#count = 0;
    }
    return this.#count + Math.max(0, pending) < this.#limit;
  }

  /** When there may be one again that `take` has refused. */
  get againMs(): number {
    return this.#windowEndsMs;
  }

  count(): void {
    this.#count += 1;
  }
}
