import { availableParallelism } from "node:os";

/** Of so many at work on each of the machine's processors, all but one wait, if their events are short. */
const mostPerProcessor = 8;
/** An event that only runs is over by then, and one that waits for something outside seldom is. */
const shortMs = 1;
/** The shortest event counts for one to two of these. */
const windowMs = 1_000;
/** So long nobody is held back where those at work stood still. */
const restMs = 250;

/**
 * Whether so many environments of a fleet are at work that the machine's processors can do no more: then an event is over sooner if it waits for one of them than if it wakes another. Processes
 * that take turns at every event of a tenth of a millisecond find nothing in the processor's caches: fifty of them take half as much time again for each event as sixteen do, and a hundred as
 * much again while they are started.
 *
 * Whether events are short is seen by the shortest of late, since the others have waited for the processor.
 */
export class Crowd {
  readonly #most: number;
  #windowEndsMs = 0;
  #shortestMs = Number.POSITIVE_INFINITY;
  #formerShortestMs = Number.POSITIVE_INFINITY;
  #restsUntilMs = 0;

  constructor(processors = availableParallelism()) {
    this.#most = processors * mostPerProcessor;
  }

  /** At `nowMs`, which is monotonic, an event has taken `ms`. */
  eventTook(ms: number, nowMs: number): void {
    if (nowMs >= this.#windowEndsMs) {
      const isNext = nowMs < this.#windowEndsMs + windowMs;
      this.#formerShortestMs = isNext ? this.#shortestMs : Number.POSITIVE_INFINITY;
      this.#shortestMs = ms;
      this.#windowEndsMs = nowMs + windowMs;
    } else if (ms < this.#shortestMs) this.#shortestMs = ms;
  }

  /** Of those at work too few have ended in some milliseconds: they wait for something else than a processor. */
  stoodStill(nowMs: number): void {
    this.#restsUntilMs = nowMs + restMs;
  }

  isEnough(atWork: number, nowMs: number): boolean {
    if (atWork < this.#most || nowMs < this.#restsUntilMs) return false;
    return Math.min(this.#shortestMs, this.#formerShortestMs) < shortMs && nowMs < this.#windowEndsMs + windowMs;
  }
}
