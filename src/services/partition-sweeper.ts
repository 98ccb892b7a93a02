import type { PartitionKey } from "../storage/database.ts";
import { eachPartition } from "../storage/each-partition.ts";
import { RecurringWork } from "./recurring-work.ts";
import type { ServiceHost } from "./service.ts";

const sweepEveryMs = 60 * 60 * 1000;

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
export function createPartitionSweeper(host: ServiceHost, { lease, kind, failure, sweep }: Sweeping): RecurringWork {
  return new RecurringWork(host, {
    name: lease,
    everyMs: sweepEveryMs,
    failure,
    run: async (isStopped) => {
      for await (const key of eachPartition(host.storage, kind)) {
        if (isStopped()) return;
        await sweep(key, isStopped);
      }
    },
  });
}
