/**
 * How many of a function's events to run at the same time. More environments help while functions wait (for a network, for time);
 * once they take each other's processor, each run only takes longer. So the limit follows what the runs take: near what one takes
 * among few, it grows; the further above, the more it shrinks. (A gradient limit, after TCP Vegas; the probe is BBR's.)
 */
export class AdaptiveLimit {
  readonly #least: number;
  readonly #most: number;
  #limit: number;
  /** What a run takes by itself, in milliseconds. */
  #shortestMs = Number.POSITIVE_INFINITY;
  #endedSinceWait = 0;
  #endedSinceProbe = 0;
  /** Runs among few that are still to be seen before `#shortestMs` is known anew. */
  #probing = 0;

  constructor({ least, most }: { least: number; most: number }) {
    this.#least = least;
    this.#most = most;
    this.#limit = least;
  }

  get current(): number {
    return this.#probing > 0 ? this.#least : Math.floor(this.#limit);
  }

  /** A run took so long; `running` ran at its end, itself included. */
  ended(durationMs: number, running: number): void {
    this.#endedSinceWait += 1;
    if (this.#probing > 0) this.#probe(durationMs, running);
    else {
      this.#shortestMs = Math.max(shortestCountedMs, Math.min(this.#shortestMs, durationMs));
      // What did not use the limit tells nothing of it.
      if (running >= this.#limit / 2) this.#follow(durationMs);
    }
  }

  /** Called at times while events wait and the limit is reached: if none ended meanwhile, they are slow, and more may run. */
  waited(): void {
    if (this.#endedSinceWait === 0) {
      this.#probing = 0;
      this.#set(this.#limit * 2);
    }
    this.#endedSinceWait = 0;
  }

  #follow(durationMs: number): void {
    const gradient = Math.min(1, Math.max(0.5, (tolerance * this.#shortestMs) / durationMs));
    const wanted = this.#limit * gradient + Math.sqrt(this.#limit) / 4;
    this.#set(this.#limit + (wanted - this.#limit) / smoothing);
    this.#endedSinceProbe += 1;
    // A function may become slower for good, and then it is not the others' doing. One with all it can have need not be asked.
    if (this.#endedSinceProbe < runsPerProbe || this.#limit === this.#most) return;
    this.#endedSinceProbe = 0;
    this.#shortestMs = Number.POSITIVE_INFINITY;
    this.#probing = runsOfProbe;
  }

  /** Runs that began among many are waited for and not counted. */
  #probe(durationMs: number, running: number): void {
    if (running > this.#least) return;
    this.#probing -= 1;
    this.#shortestMs = Math.max(shortestCountedMs, Math.min(this.#shortestMs, durationMs));
  }

  #set(limit: number): void {
    this.#limit = Math.min(this.#most, Math.max(this.#least, limit));
  }
}

/** A run may take so many times the shortest before the limit shrinks. */
const tolerance = 2;
/** Shorter runs are not told apart: it is Squall itself that they measure. */
const shortestCountedMs = 1;
const smoothing = 4;
const runsPerProbe = 1_000;
const runsOfProbe = 16;
