import { tooManyRequests } from "../errors.ts";
import { type FunctionFamily, type FunctionIdentity, functionKey, provisionedTotal } from "../functions/function.ts";
import type { CountedInvocations, Pool } from "./counted-invocations.ts";

interface WaitedPool extends Pool {
  /** Called, once each, when there may be room again. */
  readonly waiting: Set<() => void>;
}

/** Counts them on a server that is alone, in the reserved pools of an account's functions and in the one of all others. */
export class AccountConcurrency implements CountedInvocations {
  readonly #limit: number;
  readonly #unreserved = createPool();
  readonly #reserved = new Map<string, WaitedPool>();
  #claimed: number;
  #running = 0;

  /** `claimed` is what functions have for themselves, reserved or provisioned. */
  constructor(limit: number, claimed: number) {
    this.#limit = limit;
    this.#claimed = claimed;
  }

  /** What functions without a reservation share. */
  get unreservedLimit(): number {
    return this.#limit - this.#claimed;
  }

  /** What functions have for themselves, reserved or provisioned. */
  get claimed(): number {
    return this.#claimed;
  }

  get running(): number {
    return this.#running;
  }

  claim(claimed: number): void {
    this.#claimed = claimed;
    this.#wakeAll();
  }

  /**
   * For an environment on demand; gives the pool to leave. What a function has provisioned is a part of its reservation, used or not. Throws
   * TooManyRequestsException at the limit.
   */
  enter(family: FunctionFamily): Pool {
    const { reservedConcurrency: reserved } = family;
    const pool = this.#poolOf(family);
    if (reserved === undefined) {
      // Those that were provisioned until a moment ago may still run beside what they had claimed.
      if (pool.running >= this.unreservedLimit || this.#running >= this.#limit) {
        throw tooManyRequests("ConcurrentInvocationLimitExceeded");
      }
    } else if (pool.running + Math.max(provisionedTotal(family.provisioned), pool.provisioned) >= reserved) {
      throw tooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded");
    }
    pool.running += 1;
    this.#running += 1;
    return pool;
  }

  /** For a provisioned one: its place has been claimed, unless those on demand were there before the claim. */
  enterProvisioned(family: FunctionFamily): Pool {
    const { reservedConcurrency: reserved } = family;
    const pool = this.#poolOf(family);
    if (reserved !== undefined && pool.running + pool.provisioned >= reserved) {
      throw tooManyRequests("ReservedFunctionConcurrentInvocationLimitExceeded");
    }
    if (this.#running >= this.#limit) throw tooManyRequests("ConcurrentInvocationLimitExceeded");
    pool.provisioned += 1;
    this.#running += 1;
    return pool;
  }

  leave(pool: Pool, from: keyof Pool): void {
    pool[from] -= 1;
    this.#running -= 1;
    if ((pool as WaitedPool).waiting.size > 0) wake(pool as WaitedPool);
  }

  /** Calls back, once, when there may be room for the function again. */
  onRoom(family: FunctionFamily, callback: () => void): void {
    this.#poolOf(family).waiting.add(callback);
  }

  /** A function is gone or its reservation is. */
  forget(of: FunctionIdentity): void {
    const key = functionKey(of);
    const pool = this.#reserved.get(key);
    this.#reserved.delete(key);
    if (pool) wake(pool);
  }

  #poolOf({ latest, reservedConcurrency }: FunctionFamily): WaitedPool {
    if (reservedConcurrency === undefined) return this.#unreserved;
    const key = functionKey(latest);
    let pool = this.#reserved.get(key);
    if (!pool) {
      pool = createPool();
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

function createPool(): WaitedPool {
  return { running: 0, provisioned: 0, waiting: new Set() };
}

function wake(pool: WaitedPool): void {
  const waiting = [...pool.waiting];
  pool.waiting.clear();
  for (const callback of waiting) callback();
}
