import type { Clock } from "../platform/clock.ts";
import type { Lease, Leases, WriteTransaction } from "./database.ts";

/** Where an engine keeps leases: one row a name, kept after the release so that the epoch never goes back. */
export interface LeaseTable {
  /** Takes the lease if it is free, expired at `nowMs` or already the owner's, and gives the new epoch. */
  take(name: string, owner: string, nowMs: number, expiresAtMs: number): Promise<number | undefined>;
  /** False if the row has another epoch. */
  extend(name: string, epoch: number, expiresAtMs: number): Promise<boolean>;
  free(name: string, epoch: number): Promise<void>;
  /** The epoch now, read so that it cannot change before the transaction ends. Zero once the lease is free. */
  epoch(tx: WriteTransaction, name: string): Promise<number>;
}

/** Leases over an engine's rows, with time from the injected clock. */
export function createLeases(table: LeaseTable, clock: Clock): Leases {
  return {
    acquire: async (name, owner, durationMs) => {
      const nowMs = clock.nowMs();
      const epoch = await table.take(name, owner, nowMs, nowMs + durationMs);
      return epoch === undefined ? undefined : createLease(table, clock, { name, epoch, durationMs });
    },
  };
}

/** Thrown by `Lease.check`: somebody else owns the work now. */
export class LeaseLostError extends Error {
  constructor(name: string) {
    super(`the lease ${name} has been lost`);
    this.name = "LeaseLostError";
  }
}

/**
 * The epoch alone tells whose the lease is. A lease past its time that nobody has taken is still ours: the time only says
 * from when another may take it.
 */
function createLease(
  table: LeaseTable,
  clock: Clock,
  { name, epoch, durationMs }: { name: string; epoch: number; durationMs: number },
): Lease {
  return {
    name,
    epoch,
    renew: () => table.extend(name, epoch, clock.nowMs() + durationMs),
    release: () => table.free(name, epoch),
    check: async (tx) => {
      if ((await table.epoch(tx, name)) !== epoch) throw new LeaseLostError(name);
    },
  };
}
