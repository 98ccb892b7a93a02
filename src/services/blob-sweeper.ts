import type { Timer } from "../platform/clock.ts";
import type { OperationTable } from "./operation-table.ts";

const sweepEveryMs = 24 * 60 * 60 * 1000;
/** A blob is written before the row that names it: younger ones may just be waiting for theirs. */
const youngestMs = 24 * 60 * 60 * 1000;
/** Names held in memory by one sweep; the next one takes the rest. */
const namesPerSweep = 100_000;
const leaseMs = 60 * 60 * 1000;

/** Deletes the blobs that no row names: what a crash between the blob and its row left. One process does it for all. */
export class BlobSweeper {
  readonly #table: OperationTable;
  #timer: Timer | undefined;
  #sweeping: Promise<unknown> = Promise.resolve();

  constructor(table: OperationTable) {
    this.#table = table;
  }

  start(): void {
    const { clock, log } = this.#table.host;
    this.#timer = clock.after(sweepEveryMs, () => {
      this.#sweeping = this.sweep().catch((error: Error) =>
        log.error("the sweep of blobs failed", { error: error.message }),
      );
      this.start();
    });
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    await this.#sweeping;
  }

  /** Gives the number of deleted blobs. */
  async sweep(): Promise<number> {
    const { storage, blobs, random } = this.#table.host;
    const lease = await storage.leases.acquire("blob-sweeper", random.uuid(), leaseMs);
    if (!lease) return 0;
    try {
      const unnamed = await this.#oldBlobs();
      // The names are read after the blobs: one that is named by now is kept.
      for (const { definition } of this.#table.services.values()) {
        for await (const name of definition.blobs?.(this.#table.host) ?? []) unnamed.delete(name);
      }
      for (const name of unnamed) await blobs.delete(name);
      return unnamed.size;
    } finally {
      await lease.release();
    }
  }

  async #oldBlobs(): Promise<Set<string>> {
    const names = new Set<string>();
    for await (const name of this.#table.host.blobs.list(youngestMs)) {
      names.add(name);
      if (names.size >= namesPerSweep) break;
    }
    return names;
  }
}
