import type { Timer } from "../platform/clock.ts";
import type { PartitionKey } from "../storage/database.ts";
import type { ServiceHost } from "./service.ts";

const sweepIntervalMs = 60 * 60 * 1000;
const leaseDurationMs = 5 * 60 * 1000;
const partitionsAtOnce = 100;

/** What is swept. */
export interface Sweeping {
  /** One server at a time sweeps: who has the lease of this name. */
  readonly lease: string;
  /** The kind of the partitions. */
  readonly kind: string;
  /** What the log says of a sweep that failed. */
  readonly failure: string;
  /** One partition; it may end before it is done when `isStopped`. */
  readonly sweep: (key: PartitionKey, isStopped: () => boolean) => Promise<void>;
}

/** Goes through all partitions of a kind every hour, to remove what is too old. */
export class PartitionSweeper {
  readonly #host: ServiceHost;
  readonly #sweeping: Sweeping;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(host: ServiceHost, sweeping: Sweeping) {
    this.#host = host;
    this.#sweeping = sweeping;
  }

  start(): void {
    this.#stopped = false;
    this.#timer = this.#host.clock.after(sweepIntervalMs, () => {
      this.#running = this.#sweep()
        .catch((error: Error) => this.#host.log.error(this.#sweeping.failure, { error: error.message }))
        .finally(() => {
          if (!this.#stopped) this.start();
        });
    });
  }

  /** Fulfilled when the sweep in progress, if any, is done. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
  }

  /** For one who must know that the sweep begun by the clock is done. */
  idle(): Promise<void> {
    return this.#running;
  }

  async #sweep(): Promise<void> {
    const { storage, random } = this.#host;
    const { lease: name, kind, sweep } = this.#sweeping;
    const lease = await storage.leases.acquire(name, random.uuid(), leaseDurationMs);
    if (!lease) return;
    try {
      let after: PartitionKey | undefined;
      do {
        const keys = await storage.listPartitions(kind, { after, limit: partitionsAtOnce });
        for (const key of keys) await sweep(key, () => this.#stopped);
        after = keys.length === partitionsAtOnce ? keys.at(-1) : undefined;
      } while (after && !this.#stopped && (await lease.renew()));
    } finally {
      await lease.release();
    }
  }
}
