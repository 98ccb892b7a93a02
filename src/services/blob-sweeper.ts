import type { Timer } from "../platform/clock.ts";
import type { OperationTable } from "./operation-table.ts";

const sweepEveryMs = 24 * 60 * 60 * 1000;
/** A blob is written before the row that names it: younger ones may just be waiting for theirs. */
const youngestMs = 24 * 60 * 60 * 1000;
/** Names held in memory at a time. */
const namesPerPage = 100_000;
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
      let deleted = 0;
      let page = new Set<string>();
      for await (const name of blobs.list(youngestMs)) {
        page.add(name);
        if (page.size < namesPerPage) continue;
        deleted += await this.#sweepPage(page);
        page = new Set();
      }
      return deleted + (await this.#sweepPage(page));
    } finally {
      await lease.release();
    }
  }

  async #sweepPage(page: Set<string>): Promise<number> {
    if (page.size === 0) return 0;
    // The names are read after the blobs: one that is named by now is kept.
    for (const { definition } of this.#table.services.values()) {
      for await (const name of definition.blobs?.(this.#table.host) ?? []) page.delete(name);
    }
    for (const name of page) await this.#table.host.blobs.delete(name);
    return page.size;
  }
}
