import { tooManyRequests } from "../errors.ts";
import { type FunctionFamily, type FunctionIdentity, functionKey } from "../functions/function.ts";

/** What an invocation in progress is counted in. */
export interface Pool {
  running: number;
  /** Called, once each, when there may be room again. */
  readonly waiting: Set<() => void>;
}

/**
 * Counts an account's invocations in progress in one region, in its functions' reserved pools and in the one of all others.
 * Admission comes before work: nothing is taken and then thrown back.
 * Source: "Understanding Lambda function scaling".
 */
export class Concurrency {
  readonly #limit: number;
  readonly #unreserved: Pool = { running: 0, waiting: new Set() };
  readonly #reserved = new Map<string, Pool>();
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
    this.#wakeAll();
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
    if (pool.waiting.size > 0) wake(pool);
  }

  /** Calls back, once, when there may be room for the function again. */
  onRoom(family: FunctionFamily, callback: () => void): void {
    const pool = family.reservedConcurrency === undefined ? this.#unreserved : this.#reservedPool(family);
    pool.waiting.add(callback);
  }

  /** A function is gone or its reservation is. */
  forget(of: FunctionIdentity): void {
    const key = functionKey(of);
    const pool = this.#reserved.get(key);
    this.#reserved.delete(key);
    if (pool) wake(pool);
  }

  #reservedPool({ latest }: FunctionFamily): Pool {
    const key = functionKey(latest);
    let pool = this.#reserved.get(key);
    if (!pool) {
      pool = { running: 0, waiting: new Set() };
      this.#reserved.set(key, pool);
    }
    return pool;
  }

  /** Reservations have changed: what a function waits for may be another pool's now. */
  #wakeAll(): void {
    wake(this.#unreserved);
    for (const pool of this.#reserved.values()) wake(pool);
  }
}

function wake(pool: Pool): void {
  const waiting = [...pool.waiting];
  pool.waiting.clear();
  for (const callback of waiting) callback();
}
