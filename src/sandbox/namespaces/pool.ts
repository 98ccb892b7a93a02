import type { Clock } from "../../platform/clock.ts";
import type { FunctionProcess } from "./process.ts";

const refillDelayMs = 20;

interface Claim<Process> {
  readonly resolve: (process: Process) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Processes that wait, booted and sandboxed, for a function. One that is taken is replaced a moment after its function has been loaded: the
 * event that made it start needs the processor more. The size stays what it is while a fleet grows: booting more ahead takes the processor from what runs
 * (a third of the invocations of 64 clients).
 */
export class Pool<Process extends FunctionProcess> {
  readonly #start: () => Promise<Process>;
  readonly #size: number;
  readonly #clock: Clock;
  readonly #waiting: Process[] = [];
  /** Takers for whom there was none. Each started process is the first one's. */
  readonly #claims: Claim<Process>[] = [];
  #starting = 0;
  readonly #adding = new Set<Promise<void>>();
  #closed = false;

  constructor(size: number, clock: Clock, start: () => Promise<Process>) {
    this.#size = size;
    this.#clock = clock;
    this.#start = start;
  }

  /** Rejects if a process cannot be started. */
  async fill(): Promise<void> {
    const lacking = this.#size - this.#waiting.length - (this.#starting - this.#claims.length);
    await Promise.all(Array.from({ length: Math.max(0, lacking) }, () => this.#begin()));
  }

  /** Fulfilled when all that wait have loaded ahead what they could. */
  async warm(): Promise<void> {
    await Promise.all(this.#waiting.map(({ warm }) => warm));
  }

  /** Whether a taker would have to wait. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** One that waits, else one that is being started, else a new one. Whoever takes one calls `refill` later. */
  take(): Promise<Process> {
    const waiting = this.#waiting.shift();
    if (waiting) return Promise.resolve(waiting);
    return new Promise((resolve, reject) => {
      this.#claims.push({ resolve, reject });
      // Its failure rejects the claim.
      if (this.#claims.length > this.#starting) void this.#begin().catch(() => undefined);
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
    else if (this.#closed || this.#waiting.length >= this.#size) await process.kill();
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
