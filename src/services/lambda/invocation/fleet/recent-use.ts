const windowMs = 60_000;
/** In this minute and the one before. A function that is tried out once or twice has one environment. */
const callsInUse = 10;
/** Whose last call was longer ago is not kept warm at a deployment. */
const latelyMs = 10 * 60_000;

/** How a version has been called lately, on this server. Its next fleet goes on with it. */
export class RecentUse {
  #windowMs = 0;
  #calls = 0;
  #callsBefore = 0;
  #lastMs = Number.NEGATIVE_INFINITY;

  count(nowMs: number): void {
    this.#turn(nowMs);
    this.#calls += 1;
    this.#lastMs = nowMs;
  }

  /** Whether it is worth an environment more than it needs. */
  isInUse(nowMs: number): boolean {
    this.#turn(nowMs);
    return this.#calls + this.#callsBefore >= callsInUse;
  }

  /** Whether it is worth an environment that is there before the next call. */
  wasCalledLately(nowMs: number): boolean {
    return nowMs - this.#lastMs <= latelyMs;
  }

  #turn(nowMs: number): void {
    const pastMs = nowMs - this.#windowMs;
    if (pastMs < windowMs) return;
    this.#callsBefore = pastMs < 2 * windowMs ? this.#calls : 0;
    this.#calls = 0;
    this.#windowMs = nowMs;
  }
}
