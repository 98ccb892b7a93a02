import type { Clock, Timer } from "../../platform/clock.ts";
import type { FunctionProcess } from "./process.ts";

const refillDelayMs = 20;
/** Where takers come faster than processes boot, so many times the size wait, until nobody has come for so long. */
const most = { times: 2, restMs: 10_000 } as const;

interface Claim<Process> {
  readonly resolve: (process: Process) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Processes that wait, booted and sandboxed, for a function. One that is taken is replaced a moment after its function has been loaded: the
 * event that made it start needs the processor more. Who takes the last one is often followed by others: then more of them wait for a while.
 */
export class Pool<Process extends FunctionProcess> {
  readonly #start: () => Promise<Process>;
  readonly #size: number;
  readonly #clock: Clock;
  readonly #waiting: Process[] = [];
  /** How many are to wait. */
  #wanted: number;
  #rest: Timer | undefined;
  /** Takers for whom there was none. Each started process is the first one's. */
  readonly #claims: Claim<Process>[] = [];
  #starting = 0;
  readonly #adding = new Set<Promise<void>>();
  #closed = false;

  constructor(size: number, clock: Clock, start: () => Promise<Process>) {
    this.#size = size;
    this.#wanted = size;
    this.#clock = clock;
    this.#start = start;
  }

  /** Rejects if a process cannot be started. */
  async fill(): Promise<void> {
    const lacking = this.#wanted - this.#waiting.length - (this.#starting - this.#claims.length);
    await Promise.all(Array.from({ length: Math.max(0, lacking) }, () => this.#begin()));
  }

  /** Fulfilled when all that wait have loaded ahead what they could. */
  async warm(): Promise<void> {
    await Promise.all(this.#waiting.map(({ warm }) => warm));
  }

  /** One that waits, else one that is being started, else a new one. Whoever takes one calls `refill` later. */
  take(): Promise<Process> {
    const waiting = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#wanted = Math.min(this.#wanted + 1, this.#size * most.times);
    if (this.#wanted > this.#size) this.#restLater();
    if (waiting) return Promise.resolve(waiting);
    return new Promise((resolve, reject) => {
      this.#claims.push({ resolve, reject });
      // Its failure rejects the claim.
      if (this.#claims.length > this.#starting) void this.#begin().catch(() => undefined);
    });
  }

  #restLater(): void {
    this.#rest?.cancel();
    this.#rest = this.#clock.afterMachine(most.restMs, () => {
      this.#wanted = this.#size;
      for (const process of this.#waiting.splice(this.#size)) void process.kill();
    });
  }

  /** Fills it a little later; if a process cannot be started then, the next `take` says why. */
  refill(): void {
    this.#clock.afterMachine(refillDelayMs, () => {
      if (!this.#closed) void this.fill().catch(() => undefined);
    });
  }

  /** Lets those that wait go; it fills again when one is taken. */
  rest(): void {
    for (const process of this.#waiting.splice(0)) void process.kill();
  }

  /** Fulfilled when those that wait are gone, and those that are being started: whoever ends their agent ends them. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#rest?.cancel();
    await Promise.all(this.#waiting.splice(0).map((process) => process.kill()));
    await Promise.allSettled(this.#adding);
  }

  #begin(): Promise<void> {
    const adding = this.#add().finally(() => this.#adding.delete(adding));
    this.#adding.add(adding);
    return adding;
  }

  async #add(): Promise<void> {
    this.#starting += 1;
    let process: Process;
    try {
      process = await this.#start();
    } catch (error) {
      this.#starting -= 1;
      if (this.#claims.length > this.#starting) this.#claims.shift()?.reject(error);
      throw error;
    }
    this.#starting -= 1;
    const claim = this.#claims.shift();
    if (claim) claim.resolve(process);
    else if (this.#closed || this.#waiting.length >= this.#wanted) await process.kill();
    else this.#keep(process);
  }

  #keep(process: Process): void {
    this.#waiting.push(process);
    void process.ended.then(() => {
      const index = this.#waiting.indexOf(process);
      if (index >= 0) this.#waiting.splice(index, 1);
    });
  }
}
