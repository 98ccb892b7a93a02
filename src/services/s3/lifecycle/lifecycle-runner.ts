import type { Timer } from "../../../platform/clock.ts";
import type { ServiceHost } from "../../service.ts";
import { whenCalled } from "../../when-called.ts";
import type { Bucket } from "../buckets/bucket.ts";
import { bucketPartitions } from "../buckets/bucket-partitions.ts";
import { bucketStore } from "../buckets/bucket-store.ts";
import type { LifecycleStores } from "./abort-old-uploads.ts";

const dayMs = 24 * 60 * 60 * 1000;
const leaseMs = 60 * 60 * 1000;

const applyLifecycle = whenCalled(async () => (await import("./apply-lifecycle.ts")).applyLifecycle);

/** Applies all buckets' lifecycles at each midnight (UTC), as AWS does once a day, and once after a start. One process does it for all. */
export class LifecycleRunner {
  readonly #host: ServiceHost;
  readonly #stores: LifecycleStores;
  #timer: Timer | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost, stores: LifecycleStores) {
    this.#host = host;
    this.#stores = stores;
  }

  start(): void {
    this.#enqueue();
    this.#arm();
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#running;
  }

  /** Fulfilled when nothing that was due is being done. */
  idle(): Promise<void> {
    return this.#running;
  }

  #arm(): void {
    const { clock } = this.#host;
    const midnightMs = (Math.floor(clock.nowMs() / dayMs) + 1) * dayMs;
    this.#timer = clock.at(midnightMs, () => {
      this.#enqueue();
      this.#arm();
    });
  }

  /** One run after the other. */
  #enqueue(): void {
    const { log } = this.#host;
    this.#running = this.#running
      .then(() => this.#run())
      .catch((error: Error) => log.error("the lifecycles of buckets failed", { error: error.message }));
  }

  async #run(): Promise<void> {
    const { storage, random } = this.#host;
    const lease = await storage.leases.acquire("s3-lifecycle", random.uuid(), leaseMs);
    if (!lease) return;
    try {
      for await (const key of bucketPartitions(storage)) {
        const row = await storage.partition(key).read((tx) => bucketStore.find(tx));
        if (row?.lifecycle === undefined) continue;
        const [name = "", id = ""] = key.name.split("/");
        const bucket: Bucket = { name, id, account: key.account, region: key.region, createdMs: row.createdMs };
        await applyLifecycle(bucket, row.lifecycle, this.#stores, this.#host);
        await lease.renew();
      }
    } finally {
      await lease.release();
    }
  }
}
