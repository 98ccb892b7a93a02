import type { BorrowedPool } from "../../../cluster/slots/borrowed-pool.ts";
import type { SlotBorrower } from "../../../cluster/slots/slot-borrower.ts";
import { NoSlotError, SlotsUnknownError } from "../../../cluster/slots/slots.ts";
import { serviceException, tooManyRequests } from "../errors.ts";
import { type FunctionFamily, type FunctionIdentity, functionKey } from "../functions/function.ts";
import type { CountedInvocations, Pool } from "./counted-invocations.ts";
import { onDemandPool, unreservedPool } from "./slot-pools.ts";

interface LentPool extends Pool {
  readonly borrowed: BorrowedPool;
}

/**
 * Counts an account's invocations on one of several servers, within what the server has on loan: the limits are those of all servers together.
 * Environments that are provisioned here were let in when they were made.
 */
export class LentConcurrency implements CountedInvocations {
  readonly #group: string;
  readonly #borrower: SlotBorrower;
  readonly #claimedNow: () => number;
  readonly #pools = new Map<string, LentPool>();

  constructor(group: string, borrower: SlotBorrower, claimedNow: () => number) {
    this.#group = group;
    this.#borrower = borrower;
    this.#claimedNow = claimedNow;
  }

  get claimed(): number {
    return this.#claimedNow();
  }

  enter(family: FunctionFamily): Pool | Promise<Pool> {
    const pool = this.#poolOf(family);
    if (!pool.borrowed.tryEnter()) return this.#borrow(pool, family);
    pool.running += 1;
    return pool;
  }

  enterProvisioned(family: FunctionFamily): Pool {
    const pool = this.#poolOf(family);
    pool.provisioned += 1;
    return pool;
  }

  leave(pool: Pool, from: keyof Pool): void {
    pool[from] -= 1;
    if (from === "running") (pool as LentPool).borrowed.leave();
  }

  onRoom(family: FunctionFamily, callback: () => void): void {
    this.#poolOf(family).borrowed.onRoom(callback);
  }

  forget(of: FunctionIdentity): void {
    const key = functionKey(of);
    if (this.#pools.delete(key)) this.#borrower.forget(this.#group, onDemandPool(of));
  }

  async #borrow(pool: LentPool, family: FunctionFamily): Promise<Pool> {
    try {
      await pool.borrowed.enter();
    } catch (error) {
      if (error instanceof SlotsUnknownError) throw serviceException(error.message);
      if (!(error instanceof NoSlotError)) throw error;
      throw tooManyRequests(
        family.reservedConcurrency === undefined
          ? "ConcurrentInvocationLimitExceeded"
          : "ReservedFunctionConcurrentInvocationLimitExceeded",
      );
    }
    pool.running += 1;
    return pool;
  }

  #poolOf({ latest, reservedConcurrency }: FunctionFamily): LentPool {
    const key = reservedConcurrency === undefined ? "" : functionKey(latest);
    let pool = this.#pools.get(key);
    if (!pool) {
      const name = key === "" ? unreservedPool : onDemandPool(latest);
      pool = { running: 0, provisioned: 0, borrowed: this.#borrower.pool(this.#group, name) };
      this.#pools.set(key, pool);
    }
    return pool;
  }
}
