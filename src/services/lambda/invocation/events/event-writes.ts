import type { OwnedLease } from "../../../../cluster/cluster.ts";
import type { Effect, Partition, WriteTransaction } from "../../../../storage/database.ts";
import { LeaseLostError } from "../../../../storage/lease-lost-error.ts";
import { eventStore, type StoredEvent } from "./event-store.ts";

/** The most changes in one write. */
const largestBatch = 500;

interface Change {
  /** The change is refused if this is no longer ours. */
  readonly lease: OwnedLease | undefined;
  readonly apply: (tx: WriteTransaction) => Promise<boolean>;
  readonly resolve: (added: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers a queue's changes while a write is under way, so that a busy queue costs a few writes and not one an event. */
export class EventWrites {
  readonly #partition: Partition;
  #waiting: Change[] = [];
  #writing = false;

  constructor(partition: Partition) {
    this.#partition = partition;
  }

  /** Fulfilled when durable; false if it was there already. */
  add(event: StoredEvent): Promise<boolean> {
    return this.#change(undefined, (tx) => eventStore.add(tx, event));
  }

  /** Rejects with `LeaseLostError` where another node has the events by now. */
  async postpone(event: StoredEvent, lease: OwnedLease): Promise<void> {
    await this.#change(lease, (tx) => eventStore.postpone(tx, event));
  }

  /** With what its end leads to. Rejects with `LeaseLostError` where another node has the events by now. */
  async remove(id: string, effects: readonly Effect[], lease: OwnedLease): Promise<void> {
    await this.#change(lease, async (tx) => {
      const isThere = await eventStore.remove(tx, id);
      if (isThere) for (const effect of effects) await tx.emit(effect);
      return isThere;
    });
  }

  #change(lease: OwnedLease | undefined, apply: Change["apply"]): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lease, apply, resolve, reject });
      if (!this.#writing) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#writing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, largestBatch);
      try {
        const results = await this.#partition.write((tx) => applyAll(tx, batch));
        for (const [index, { resolve, reject }] of batch.entries()) {
          const result = results[index];
          if (result instanceof Error) reject(result);
          else resolve(result ?? false);
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = false;
  }
}

/** The result of each, or why its lease does not let it be made; a lease is looked at once for all. */
async function applyAll(tx: WriteTransaction, changes: readonly Change[]): Promise<(boolean | Error)[]> {
  const refusals = new Map<OwnedLease, Error | undefined>();
  const results: (boolean | Error)[] = [];
  for (const { lease, apply } of changes) {
    if (lease && !refusals.has(lease)) refusals.set(lease, await refusalBy(lease, tx));
    const refusal = lease && refusals.get(lease);
    results.push(refusal ?? (await apply(tx)));
  }
  return results;
}

async function refusalBy(lease: OwnedLease, tx: WriteTransaction): Promise<LeaseLostError | undefined> {
  try {
    await lease.check(tx);
    return undefined;
  } catch (error) {
    if (error instanceof LeaseLostError) return error;
    throw error;
  }
}
