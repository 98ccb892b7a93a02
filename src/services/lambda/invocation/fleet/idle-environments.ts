import type { Clock, Timer } from "../../../../platform/clock.ts";
import type { Environment } from "../environment/environment.ts";
import { RestTimer } from "./rest-timer.ts";

/** The environments of a fleet that have nothing to do: the one used last is used next, and the others go when they have been idle long. */
export class IdleEnvironments {
  /** How many stay, however long they are idle. */
  kept = 0;
  readonly #clock: Clock;
  readonly #mostIdleMs: number;
  /** The last one is the one used last. */
  readonly #all: Environment[] = [];
  readonly #rest: RestTimer;
  #reaper: Timer | undefined;

  constructor(clock: Clock, mostIdleMs: number) {
    this.#clock = clock;
    this.#mostIdleMs = mostIdleMs;
    this.#rest = new RestTimer(clock, this.#all);
  }

  get count(): number {
    return this.#all.length;
  }

  /** When the one used least recently went idle, of those that need not stay. */
  get sinceMs(): number | undefined {
    return this.#all.length > this.kept ? this.#all[0]?.idleSinceMs : undefined;
  }

  /** One that can have an event, and has it from now on. */
  take(): Environment | undefined {
    const nowMs = this.#clock.nowMs();
    for (let environment = this.#all.pop(); environment; environment = this.#all.pop()) {
      if (environment.isIdle && environment.isFreshAt(nowMs)) {
        environment.assign();
        return environment;
      }
      void environment.stop();
    }
    return undefined;
  }

  add(environment: Environment): void {
    this.#all.push(environment);
    this.#begin(environment);
  }

  /** One that has not been used yet: those that have are used first. */
  addUnused(environment: Environment): void {
    this.#all.unshift(environment);
    this.#begin(environment);
  }

  #begin(environment: Environment): void {
    environment.idleSinceMs = this.#clock.nowMs();
    this.#rest.begin(environment);
    this.#reaper ??= this.#reapAt(environment.idleSinceMs + this.#mostIdleMs);
  }

  /** Lets the one used least recently go. False if there is none that need not stay. */
  evict(): boolean {
    if (this.#all.length <= this.kept) return false;
    void this.#all.shift()?.stop();
    return true;
  }

  /** Fulfilled when all are gone. */
  async close(): Promise<void> {
    this.kept = 0;
    this.#reaper?.cancel();
    await Promise.all(this.#all.splice(0).map((environment) => environment.stop()));
  }

  /** One timer for all: it looks at the one that has been idle longest, which is the first. */
  #reapAt(atMs: number): Timer {
    return this.#clock.at(atMs, () => {
      this.#reaper = undefined;
      const nowMs = this.#clock.nowMs();
      while ((this.sinceMs ?? nowMs) + this.#mostIdleMs <= nowMs) this.evict();
      const nextMs = this.sinceMs;
      if (nextMs !== undefined) this.#reaper = this.#reapAt(nextMs + this.#mostIdleMs);
    });
  }
}
