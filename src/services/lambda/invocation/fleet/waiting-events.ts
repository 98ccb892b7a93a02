import type { Clock, Timer } from "../../../../platform/clock.ts";
import { tooManyRequests } from "../../errors.ts";
import { limits } from "../../limits.ts";
import type { Environment } from "../environment/environment.ts";
import { Crowd } from "./crowd.ts";
import { ExpectedWait } from "./expected-wait.ts";

/** Half of those at work end in so long, or they are not what an event is to wait for. */
const standstillMs = 2;
const mostMisses = 2;

interface Waiting {
  /** Monotonic. */
  readonly sinceMs: number;
  readonly resolve: (environment: Environment) => void;
  readonly reject: (error: unknown) => void;
}

export interface WaitingEventsParts {
  readonly clock: Clock;
  /** How many environments have an event. */
  readonly atWork: () => number;
  /** What was to be waited for is to be looked at again. */
  readonly goOn: () => void;
}

/** Events that wait for an environment, first come first served, and whether they had better wait for one at work than have another woken or made. */
export class WaitingEvents {
  readonly #parts: WaitingEventsParts;
  readonly #all: Waiting[] = [];
  readonly #expected = new ExpectedWait();
  readonly #crowd = new Crowd();
  #growth: Timer | undefined;
  /** Looks whether those at work go on. */
  #standstill: Timer | undefined;
  /** How many environments have come free. */
  #freed = 0;

  constructor(parts: WaitingEventsParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#all.length;
  }

  /** Rejects with an AwsError if too many wait. */
  wait(): Promise<Environment> {
    if (this.#all.length >= limits.waitingInvocations) throw tooManyRequests("ConcurrentInvocationLimitExceeded");
    return new Promise((resolve, reject) => {
      this.#all.push({ sinceMs: this.#parts.clock.monotonicMs(), resolve, reject });
      this.#parts.goOn();
    });
  }

  /** One that has become free, for the event that has waited longest. False if there is none. */
  offer(environment: Environment): boolean {
    this.#freed += 1;
    const first = this.#all.shift();
    if (!first) return false;
    environment.assign();
    first.resolve(environment);
    return true;
  }

  /** One that was idle is the first event's, and has been assigned. */
  give(environment: Environment): void {
    this.#all.shift()?.resolve(environment);
  }

  /** No environment could be made: whoever has waited longest is told. */
  fail(error: unknown): void {
    this.#all.shift()?.reject(error);
  }

  failAll(error: unknown): void {
    for (const waiting of this.#all.splice(0)) waiting.reject(error);
  }

  startTook(ms: number): void {
    this.#expected.startTook(ms);
  }

  eventTook(sinceMs: number): void {
    const nowMs = this.#parts.clock.monotonicMs();
    this.#expected.eventTook(nowMs - sinceMs);
    this.#crowd.eventTook(nowMs - sinceMs, nowMs);
  }

  /** Whether so many are at work that those who are idle would only be in their way. */
  isCrowded(): boolean {
    return this.#crowd.isEnough(this.#parts.atWork(), this.#parts.clock.monotonicMs());
  }

  /** That of `isCrowded`; `goOn` is called when it may be over. */
  waitForCrowd(): boolean {
    const isCrowded = this.isCrowded();
    if (isCrowded) this.#watch();
    return isCrowded;
  }

  /** Looked at until it was so three times on end, since it may be this process that stood still. A few that are quick among many that are not keep nobody waiting either. */
  #watch(misses = 0): void {
    if (this.#standstill) return;
    const { clock, goOn, atWork } = this.#parts;
    const freed = this.#freed;
    this.#standstill = clock.afterMachine(standstillMs, () => {
      this.#standstill = undefined;
      const isMiss = this.#freed - freed < atWork() / 2;
      if (isMiss && misses === mostMisses) this.#crowd.stoodStill(clock.monotonicMs());
      if (this.#all.length > 0 && this.isCrowded()) this.#watch(isMiss ? misses + 1 : 0);
      else goOn();
    });
  }

  /** Whether those at work, of whom `leaving` have answered already, will have served them sooner than one that has yet to be made; `goOn` is called when it may be over. */
  waitForThoseAtWork(leaving: number): boolean {
    if (!this.#isServedSooner(leaving)) return false;
    this.#growth ??= this.#parts.clock.afterMachine(Math.ceil(this.#expected.patienceMs), () => {
      this.#growth = undefined;
      this.#parts.goOn();
    });
    return true;
  }

  #isServedSooner(leaving: number): boolean {
    const first = this.#all[0];
    const atWork = this.#parts.atWork();
    if (!first || atWork <= 0) return false;
    const waitedMs = this.#parts.clock.monotonicMs() - first.sinceMs;
    if (waitedMs >= this.#expected.patienceMs) return false;
    return this.#all.length <= leaving || this.#expected.isShorterThanStart(this.#all.length, atWork);
  }
}
