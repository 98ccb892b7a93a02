import type { FunctionFamily, FunctionIdentity } from "../functions/function.ts";

/** What an invocation in progress is counted in. */
export interface Pool {
  /** In environments on demand. */
  running: number;
  /** In provisioned ones. */
  provisioned: number;
}

/**
 * Counts an account's invocations in progress in one region. Admission comes before work: nothing is taken and then thrown back.
 * Source: "Understanding Lambda function scaling".
 */
export interface CountedInvocations {
  /** What functions have for themselves, reserved or provisioned. */
  readonly claimed: number;
  /**
   * For an environment on demand; gives the pool to leave, without a promise where nobody need be asked. What a function has provisioned is a part
   * of its reservation, used or not. Throws TooManyRequestsException at the limit.
   */
  enter(family: FunctionFamily): Pool | Promise<Pool>;
  /** For a provisioned one: its place has been claimed, unless those on demand were there before the claim. */
  enterProvisioned(family: FunctionFamily): Pool;
  leave(pool: Pool, from: "running" | "provisioned"): void;
  /** Calls back, once, when there may be room for the function again. */
  onRoom(family: FunctionFamily, callback: () => void): void;
  /** A function is gone or its reservation is. */
  forget(of: FunctionIdentity): void;
}
