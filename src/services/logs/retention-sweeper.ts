import type { Timer } from "../../platform/clock.ts";
import type { PartitionKey, WriteTransaction } from "../../storage/database.ts";
import type { Place, ServiceHost } from "../service.ts";
import { chunkStore } from "./chunk-store.ts";
import { groupStore } from "./group-store.ts";
import { limits } from "./limits.ts";
import { expiryMs, groupKey, type LogGroup } from "./log-group.ts";
import { streamStore } from "./stream-store.ts";

const sweepIntervalMs = 60 * 60 * 1000;
const leaseDurationMs = 5 * 60 * 1000;
const partitionsAtOnce = 100;
const groupsAtOnce = 200;

/** Removes what has expired. Readers leave it out at once, so this may be late: it only gives room back. */
export class RetentionSweeper {
  readonly #host: ServiceHost;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  start(): void {
    this.#stopped = false;
    this.#timer = this.#host.clock.after(sweepIntervalMs, () => {
      this.#running = this.#sweep()
        .catch((error: Error) => this.#host.log.error("log retention could not be applied", { error: error.message }))
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
    const lease = await this.#host.storage.leases.acquire("logs.retention", this.#host.random.uuid(), leaseDurationMs);
    if (!lease) return;
    try {
      let after: PartitionKey | undefined;
      do {
        const keys = await this.#host.storage.listPartitions("logs.groups", { after, limit: partitionsAtOnce });
        for (const key of keys) await this.#sweepGroups(key);
        after = keys.length === partitionsAtOnce ? keys.at(-1) : undefined;
      } while (after && !this.#stopped && (await lease.renew()));
    } finally {
      await lease.release();
    }
  }

  async #sweepGroups(key: PartitionKey): Promise<void> {
    const { storage, clock } = this.#host;
    let after: string | undefined;
    do {
      const from = after;
      const groups = await storage
        .partition(key)
        .read((tx) => groupStore.list(tx, { after: from, limit: groupsAtOnce }));
      for (const group of groups) {
        if (group.retentionDays !== undefined) await this.#sweepGroup(key, group, expiryMs(group, clock.nowMs()));
      }
      after = groups.length === groupsAtOnce ? groups.at(-1)?.name : undefined;
    } while (after !== undefined && !this.#stopped);
  }

  /** In several writes: one that removes a year's events would keep all others waiting. */
  async #sweepGroup(place: Place, group: LogGroup, beforeMs: number): Promise<void> {
    const partition = this.#host.storage.partition(groupKey(place, group.id));
    // Most groups have nothing to remove, and a look costs no commit.
    while (!this.#stopped && (await partition.read((tx) => chunkStore.listExpired(tx, beforeMs, 1))).length > 0) {
      await partition.write((tx) => removeExpired(tx, beforeMs));
    }
  }
}

async function removeExpired(tx: WriteTransaction, beforeMs: number): Promise<void> {
  const bytes = new Map<string, number>();
  for (const { sequence, stream, storedBytes } of await chunkStore.listExpired(
    tx,
    beforeMs,
    limits.expiredChunksAtOnce,
  )) {
    await chunkStore.remove(tx, sequence);
    bytes.set(stream, (bytes.get(stream) ?? 0) + storedBytes);
  }
  for (const [stream, removed] of bytes) await streamStore.shrink(tx, stream, removed);
}
