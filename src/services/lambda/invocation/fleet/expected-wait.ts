/** Of each measurement that comes in, this part moves the mean. */
const weight = 1 / 8;
const mostPatienceMs = 50;

/**
 * Whether a waiting event is served sooner by an environment that is at work than by one that has yet to be made, by what events
 * and starts have taken lately. On AWS every such event costs a new environment; here they share the machine's processors, and
 * hundreds of processes that each run a millisecond's work are slower than the few that do it one after the other.
 */
export class ExpectedWait {
  #eventMs: number | undefined;
  #startMs: number | undefined;

  eventTook(ms: number): void {
    this.#eventMs = mean(this.#eventMs, ms);
  }

  startTook(ms: number): void {
    this.#startMs = mean(this.#startMs, ms);
  }

  /** How long an event may wait before an environment is made for it whatever is expected: it may be that nothing is as it was. */
  get patienceMs(): number {
    return Math.min(this.#startMs ?? 0, mostPatienceMs);
  }

  isShorterThanStart(waiting: number, atWork: number): boolean {
    return this.#eventMs !== undefined && (waiting / atWork) * this.#eventMs < this.patienceMs;
  }
}

function mean(former: number | undefined, ms: number): number {
  return former === undefined ? ms : former + (ms - former) * weight;
}
