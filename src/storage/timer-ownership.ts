import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Lease, Leases } from "./database.ts";

/**
 * Which shards of the timers this server fires. Every partition belongs to one shard, so what is decided for a shard is decided for all of its
 * partitions' timers. It only saves work that is done twice: that a timer settles once is a matter of its row.
 */
export interface TimerOwnership {
  /** Calls `gained` and `lost` as shards come and go, until `stop`. */
  start(changes: OwnershipChanges): Promise<void>;
  /** Gives back what it has. Nothing is called any more. */
  stop(): Promise<void>;
}

export interface OwnershipChanges {
  readonly gained: (shard: number) => void;
  readonly lost: (shard: number) => void;
}

/** For a database that belongs to one process. */
export function ownAllShards(shards: number): TimerOwnership {
  return {
    start: async ({ gained }) => {
      for (let shard = 0; shard < shards; shard++) gained(shard);
    },
    stop: async () => {},
  };
}

const leaseMs = 6_000;
/** By the machine's time: leases have to last while the injected clock stands still. */
const renewEveryMs = 2_000;

/** A lease for each shard: whoever comes first has it, and another server after its end. */
export class LeasedShards implements TimerOwnership {
  readonly #leases: Leases;
  readonly #shards: number;
  readonly #owner: string;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #held = new Map<number, { readonly lease: Lease; renewedMs: number }>();
  #changes: OwnershipChanges | undefined;
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(leases: Leases, shards: number, { owner, clock, log }: { owner: string; clock: Clock; log: Log }) {
    this.#leases = leases;
    this.#shards = shards;
    this.#owner = owner;
    this.#clock = clock;
    this.#log = log;
  }

  async start(changes: OwnershipChanges): Promise<void> {
    this.#changes = changes;
    await this.#look();
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#changes = undefined;
    this.#timer?.cancel();
    await this.#looking;
    const held = [...this.#held.values()];
    this.#held.clear();
    await Promise.allSettled(held.map(({ lease }) => lease.release()));
  }

  #schedule(): void {
    if (!this.#changes) return;
    this.#timer = this.#clock.afterMachine(renewEveryMs, () => {
      this.#looking = this.#look().finally(() => this.#schedule());
    });
  }

  async #look(): Promise<void> {
    await Promise.all(
      Array.from({ length: this.#shards }, (_, shard) =>
        (this.#held.has(shard) ? this.#renew(shard) : this.#acquire(shard)).catch((error: Error) => {
          this.#log.warn("who fires timers could not be settled", { shard, error: error.message });
        }),
      ),
    );
  }

  async #acquire(shard: number): Promise<void> {
    const renewedMs = this.#clock.monotonicMs();
    const lease = await this.#leases.acquire(`timers/${shard}`, this.#owner, leaseMs);
    if (!lease) return;
    if (!this.#changes) return lease.release();
    this.#held.set(shard, { lease, renewedMs });
    this.#changes.gained(shard);
  }

  /** One that could not be renewed for as long as it lasts may be another's by now. */
  async #renew(shard: number): Promise<void> {
    const held = this.#held.get(shard);
    if (!held) return;
    const askedMs = this.#clock.monotonicMs();
    let isOurs: boolean;
    try {
      isOurs = await held.lease.renew();
      if (isOurs) held.renewedMs = askedMs;
    } catch (error) {
      if (askedMs - held.renewedMs <= leaseMs - renewEveryMs) throw error;
      isOurs = false;
    }
    if (isOurs) return;
    this.#held.delete(shard);
    this.#changes?.lost(shard);
  }
}
