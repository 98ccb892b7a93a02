import { tooManyRequests } from "../errors.ts";
import { type FunctionFamily, functionArn } from "../functions/function.ts";

/** What an invocation in progress is counted in. */
export interface Pool {
  running: number;
}

/**
 * Counts an account's invocations in progress in one region, in its functions' reserved pools and in the one of all others.
 * Admission comes before work: nothing is taken and then thrown back.
 * Source: "Understanding Lambda function scaling".
 */
export class Concurrency {
  readonly #limit: number;
  readonly #unreserved: Pool = { running: 0 };
  readonly #reserved = new Map<string, Pool>();
  readonly #waiting = new Set<() => void>();
  #claimed: number;

  /** `claimed` is what functions have for themselves, reserved or provisioned. */
  constructor(limit: number, claimed: number) {
    this.#limit = limit;
    this.#claimed = claimed;
  }

  /** What functions without a reservation share. */
  get unreservedLimit(): number {
    return this.#limit - this.#claimed;
  }

  get running(): number {
    let running = this.#unreserved.running;
    for (const pool of this.#reserved.values()) running += pool.running;
    return running;
  }

  claim(claimed: number): void {
    this.#claimed = claimed;
    this.#wake();
  }

  /** Gives the pool to leave. Throws TooManyRequestsException at the limit. */
  enter(family: FunctionFamily): Pool {
    const { reservedConcurrency } = family;
    if (reservedConcurrency === undefined) {
      if (this.#unreserved.running >= this.unreservedLimit) throw tooManyRequests("ConcurrentInvocationLimitExceeded");
      this.#unreserved.running += 1;
      return this.#unreserved;
    }
    const pool = this.#reservedPool(family);
    if (pool.running >= reservedConcurrency) throw tooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded");
    pool.running += 1;
    return pool;
  }

  /** Provisioned concurrency is not counted among the unreserved, but it is part of a function's reserved one. */
  enterProvisioned(family: FunctionFamily): Pool | undefined {
    return family.reservedConcurrency === undefined ? undefined : this.enter(family);
  }

  leave(pool: Pool): void {
    pool.running -= 1;
    if (this.#waiting.size > 0) this.#wake();
  }

  /** Calls back, once, when there may be room again. */
  onRoom(callback: () => void): void {
    this.#waiting.add(callback);
  }

  /** A function is gone or its reservation is. */
  forget(arn: string): void {
    this.#reserved.delete(arn);
    this.#wake();
  }

  #reservedPool({ latest }: FunctionFamily): Pool {
    const arn = functionArn(latest);
    let pool = this.#reserved.get(arn);
    if (!pool) {
      pool = { running: 0 };
      this.#reserved.set(arn, pool);
    }
    return pool;
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of waiting) callback();
  }
}
