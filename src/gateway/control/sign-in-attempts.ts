import { BoundedCache } from "../../platform/bounded-cache.ts";
import type { Clock } from "../../platform/clock.ts";

/** An attempt that may be made. */
export interface Attempt {
  /** The password was right: former failures are forgotten. */
  succeeded(): void;
  end(): void;
}

const limits = {
  /** Names that are remembered; a stranger can make up any number of them. */
  names: 10_000,
  /** Hashing takes a core and 16 MiB each. */
  atOnce: 8,
  /** So many failures cost nothing: people mistype. */
  freeFailures: 3,
  longestWaitMs: 15 * 60 * 1000,
} as const;

interface Standing {
  failures: number;
  /** No attempt before. */
  untilMs: number;
}

/**
 * Makes guessing slow: after three failures for a name the next attempt has to wait one second, then two, four, up to fifteen
 * minutes. An attempt counts as failed from its beginning, so that many at once are no way around it. Names that do not exist are
 * treated alike.
 */
export class SignInAttempts {
  readonly #clock: Clock;
  /** The one that failed last is forgotten last. */
  readonly #records = new BoundedCache<string, Standing>(limits.names);
  #running = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(account: string, user: string): Attempt | { readonly waitSeconds: number } {
    const name = `${account}/${user}`.toLowerCase();
    const nowMs = this.#clock.nowMs();
    const { failures, untilMs } = this.#records.get(name) ?? { failures: 0, untilMs: 0 };
    if (nowMs < untilMs) return { waitSeconds: Math.ceil((untilMs - nowMs) / 1000) };
    if (this.#running >= limits.atOnce) return { waitSeconds: 1 };
    this.#records.set(name, { failures: failures + 1, untilMs: nowMs + waitAfter(failures + 1) });
    this.#running += 1;
    return {
      succeeded: () => this.#records.delete(name),
      end: () => {
        this.#running -= 1;
      },
    };
  }
}

function waitAfter(failures: number): number {
  if (failures < limits.freeFailures) return 0;
  return Math.min(1000 * 2 ** (failures - limits.freeFailures), limits.longestWaitMs);
}
