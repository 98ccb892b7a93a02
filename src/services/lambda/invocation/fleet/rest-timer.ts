import type { Clock, Timer } from "../../../../platform/clock.ts";

/**
 * How long an environment must have had nothing to do. AWS freezes at once; to freeze and thaw costs 0.3 ms, which the next of many events
 * would wait for.
 */
const restAfterMs = 100;

/** What is put to rest. */
export interface Restable {
  /** By the monotonic clock. */
  idleFromMs: number;
  isResting: boolean;
  rest(): void;
}

/** Puts environments to rest that have been idle for a moment: one timer for all of a fleet, and none of it on an event's way. */
export class RestTimer {
  readonly #clock: Clock;
  readonly #idle: readonly Restable[];
  #timer: Timer | undefined;

  /** `idle` are those that are at any time, the one that has become so last at the end. */
  constructor(clock: Clock, idle: readonly Restable[]) {
    this.#clock = clock;
    this.#idle = idle;
  }

  /** One has just become idle. */
  begin(environment: Restable): void {
    environment.idleFromMs = this.#clock.monotonicMs();
    environment.isResting = false;
    this.#timer ??= this.#clock.afterMachine(restAfterMs, () => this.#look());
  }

  #look(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.monotonicMs();
    let nextMs = Number.POSITIVE_INFINITY;
    for (const environment of this.#idle) {
      if (environment.isResting) continue;
      const leftMs = environment.idleFromMs + restAfterMs - nowMs;
      if (leftMs > 0) nextMs = Math.min(nextMs, leftMs);
      else environment.rest();
    }
    if (nextMs < Number.POSITIVE_INFINITY) {
      this.#timer = this.#clock.afterMachine(Math.ceil(nextMs), () => this.#look());
    }
  }
}
