import { tooManyRequests } from "../errors.ts";

/** Counts an account's invocations in progress in one region. Admission comes before work: nothing is taken and then thrown back. */
export class Concurrency {
  readonly #limit: number;
  #running = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Throws TooManyRequestsException at the limit. */
  enter(): void {
    if (this.#running >= this.#limit) throw tooManyRequests("ConcurrentInvocationLimitExceeded");
    this.#running += 1;
  }

  leave(): void {
    this.#running -= 1;
  }
}
