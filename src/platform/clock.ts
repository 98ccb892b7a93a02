/** Time, injected everywhere: nothing else in the project reads the machine's clock or sets a timer for the domain. */
export interface Clock {
  /** Wall time in milliseconds since the epoch. */
  nowMs(): number;
  /** A steady reading for durations, in fractional milliseconds. Not moved by `advance`. */
  monotonicMs(): number;
  /** The machine's own wall time, which processes outside see: not moved by `advance`. */
  machineMs(): number;
  /** Calls back after that much machine time: for what real processes are given (timeouts, short gathering of output). */
  afterMachine(delayMs: number, callback: () => void): Timer;
  /** Calls back once `nowMs() >= atMs`. A time already past fires on the next turn. Does not keep the process alive. */
  at(atMs: number, callback: () => void): Timer;
  /** `at(nowMs() + delayMs)`. */
  after(delayMs: number, callback: () => void): Timer;
}

export interface Timer {
  cancel(): void;
}

/** A clock that can also be moved forward, by tests and by `squall clock advance`. */
export interface AdjustableClock extends Clock {
  /** Moves time forward and fires, in order, every timer that became due. */
  advance(milliseconds: number): void;
}

/** The machine's clock plus whatever `advance` has added. */
export function createSystemClock(): AdjustableClock {
  return new OffsetClock(() => Date.now());
}

/** A clock that stands still until it is advanced. */
export function createManualClock(startMs = Date.UTC(2026, 0, 1)): AdjustableClock {
  return new OffsetClock(() => startMs, true);
}

/** setTimeout counts in a signed 32-bit number of milliseconds; later times are reached in several steps. */
const longestTimeoutMs = 2 ** 31 - 1;

interface Waiting {
  readonly atMs: number;
  readonly callback: () => void;
  handle: NodeJS.Timeout | undefined;
}

class OffsetClock implements AdjustableClock {
  readonly #baseMs: () => number;
  readonly #still: boolean;
  readonly #waiting = new Set<Waiting>();
  #offsetMs = 0;

  constructor(baseMs: () => number, still = false) {
    this.#baseMs = baseMs;
    this.#still = still;
  }

  nowMs(): number {
    return this.#baseMs() + this.#offsetMs;
  }

  monotonicMs(): number {
    return performance.now();
  }

  machineMs(): number {
    return Date.now();
  }

  afterMachine(delayMs: number, callback: () => void): Timer {
    const handle = setTimeout(callback, delayMs);
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  }

  after(delayMs: number, callback: () => void): Timer {
    return this.at(this.nowMs() + delayMs, callback);
  }

  at(atMs: number, callback: () => void): Timer {
    const waiting: Waiting = { atMs, callback, handle: undefined };
    this.#waiting.add(waiting);
    this.#arm(waiting);
    return {
      cancel: () => {
        clearTimeout(waiting.handle);
        this.#waiting.delete(waiting);
      },
    };
  }

  advance(milliseconds: number): void {
    this.#offsetMs += milliseconds;
    const nowMs = this.nowMs();
    const due = [...this.#waiting].filter((waiting) => waiting.atMs <= nowMs).sort((a, b) => a.atMs - b.atMs);
    for (const waiting of due) this.#fire(waiting);
    if (this.#still) return;
    for (const waiting of this.#waiting) {
      clearTimeout(waiting.handle);
      this.#arm(waiting);
    }
  }

  #arm(waiting: Waiting): void {
    const delayMs = waiting.atMs - this.nowMs();
    if (this.#still && delayMs > 0) return;
    waiting.handle = setTimeout(() => this.#ring(waiting), Math.min(Math.max(0, delayMs), longestTimeoutMs));
    waiting.handle.unref();
  }

  #ring(waiting: Waiting): void {
    if (this.nowMs() < waiting.atMs) this.#arm(waiting);
    else this.#fire(waiting);
  }

  #fire(waiting: Waiting): void {
    // A callback of the same `advance` may have cancelled this one.
    if (!this.#waiting.delete(waiting)) return;
    clearTimeout(waiting.handle);
    waiting.callback();
  }
}
