import type { Timer } from "../../../platform/clock.ts";
import type { PartitionKey, WriteTransaction } from "../../../storage/database.ts";
import type { ServiceHost } from "../../service.ts";
import { retention } from "../limits.ts";
import { type BlockId, blockSpanS } from "./block.ts";
import { blockStore } from "./block-store.ts";
import { slices } from "./chunk-store.ts";
import { Distribution } from "./distribution.ts";
import { addToBlocks, foldSlice } from "./fold.ts";
import { namespaceKind } from "./metric.ts";
import { receivedStore } from "./received-store.ts";
import { seriesStore } from "./series-store.ts";

const sweepIntervalMs = 60 * 60 * 1000;
const leaseDurationMs = 5 * 60 * 1000;
/** Longer than any delivery is tried again. */
const receivedForMs = 7 * 24 * 60 * 60 * 1000;
const partitionsAtOnce = 100;
const blocksAtOnce = 200;

/**
 * Rolls data points up as they age (a second's into a minute's after 3 hours, and so on) and removes the oldest. Readers go by a
 * point's age, so this may be late: it only gives room back.
 */
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
        .catch((error: Error) => this.#host.log.error("metrics could not be rolled up", { error: error.message }))
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
    const lease = await this.#host.storage.leases.acquire(
      "cloudwatch.retention",
      this.#host.random.uuid(),
      leaseDurationMs,
    );
    if (!lease) return;
    try {
      let after: PartitionKey | undefined;
      do {
        const keys = await this.#host.storage.listPartitions(namespaceKind, { after, limit: partitionsAtOnce });
        for (const key of keys) await this.#sweepNamespace(key);
        after = keys.length === partitionsAtOnce ? keys.at(-1) : undefined;
      } while (after && !this.#stopped && (await lease.renew()));
    } finally {
      await lease.release();
    }
  }

  async #sweepNamespace(key: PartitionKey): Promise<void> {
    const partition = this.#host.storage.partition(key);
    const nowS = Math.floor(this.#host.clock.nowMs() / 1000);
    for (let slice = 0; slice < slices; slice++) await partition.write((tx) => foldSlice(tx, slice));
    for (const [index, { resolutionS, keptS }] of retention.entries()) {
      const beforeS = nowS - keptS - blockSpanS(resolutionS);
      const coarserS = retention[index + 1]?.resolutionS;
      let moved: number;
      do {
        moved = await partition.write(async (tx) => {
          const old = await blockStore.listOlder(tx, { resolutionS, beforeS, limit: blocksAtOnce });
          for (const id of old) await rollUp(tx, id, coarserS);
          return old.length;
        });
      } while (moved === blocksAtOnce && !this.#stopped);
    }
    const oldestS = nowS - (retention.at(-1)?.keptS ?? 0);
    await partition.write(async (tx) => {
      await seriesStore.removeOlder(tx, oldestS);
      await receivedStore.removeOlder(tx, nowS * 1000 - receivedForMs);
    });
  }
}

async function rollUp(tx: WriteTransaction, id: BlockId, resolutionS: number | undefined): Promise<void> {
  const points = (await blockStore.find(tx, id)) ?? new Map();
  await blockStore.remove(tx, id);
  if (resolutionS === undefined) return;
  const { metric, unit } = id;
  const coarser = [...points].map(([atS, encoded]) => ({
    metric,
    unit,
    resolutionS,
    atS: Math.floor(atS / resolutionS) * resolutionS,
    values: Distribution.decode(encoded),
  }));
  await addToBlocks(tx, coarser);
}
