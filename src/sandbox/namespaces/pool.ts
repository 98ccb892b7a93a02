import type { FunctionProcess } from "./process.ts";

/**
 * Processes that wait, booted and sandboxed, for a function. One that is taken is replaced once its function has been loaded: a start in
 * progress needs the processor more.
 */
export class Pool {
  readonly #start: (urgency: "waiting" | "urgent") => Promise<FunctionProcess>;
  readonly #size: number;
  readonly #waiting: FunctionProcess[] = [];
  #starting = 0;
  #closed = false;

  constructor(size: number, start: (urgency: "waiting" | "urgent") => Promise<FunctionProcess>) {
    this.#size = size;
    this.#start = start;
  }

  /** Fills it. Rejects if a process cannot be started. */
  async fill(): Promise<void> {
    const lacking = this.#size - this.#waiting.length - this.#starting;
    await Promise.all(Array.from({ length: Math.max(0, lacking) }, () => this.#add()));
  }

  /** One that waits, else a new one. Whoever takes one calls `refill` later. */
  take(): Promise<FunctionProcess> | FunctionProcess {
    return this.#waiting.shift() ?? this.#start("urgent");
  }

  /** Does not wait; if a process cannot be started, the next `take` says why. */
  refill(): void {
    if (!this.#closed) void this.fill().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#waiting.splice(0).map((process) => process.kill()));
  }

  async #add(): Promise<void> {
    this.#starting += 1;
    try {
      const process = await this.#start("waiting");
      if (this.#closed) void process.kill();
      else this.#keep(process);
    } finally {
      this.#starting -= 1;
    }
  }

  #keep(process: FunctionProcess): void {
    this.#waiting.push(process);
    void process.ended.then(() => {
      const index = this.#waiting.indexOf(process);
      if (index >= 0) this.#waiting.splice(index, 1);
    });
  }
}
