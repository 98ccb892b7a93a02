import type { ServiceHost } from "../../service.ts";
import { bucketNames, namesKey } from "./bucket-names.ts";
import { bucketPartitions } from "./bucket-partitions.ts";
import { bucketStore } from "./bucket-store.ts";

/** A bucket younger than this may be waiting for its name. */
const youngestMs = 60 * 60 * 1000;

/**
 * Drops the partitions that no name leads to: what a crash left in the middle of CreateBucket. A bucket being deleted has lost
 * its row already and is left to its effect.
 */
export async function sweepBuckets({ storage, clock }: ServiceHost, signal?: AbortSignal): Promise<void> {
  for await (const key of bucketPartitions(storage)) {
    if (signal?.aborted) return;
    const [name = "", id] = key.name.split("/");
    const row = await storage.partition(key).read((tx) => bucketStore.find(tx));
    if (!row || row.createdMs > clock.nowMs() - youngestMs) continue;
    const named = await storage.partition(namesKey).read((tx) => bucketNames.find(tx, name));
    if (named?.id !== id) await storage.partition(key).drop();
  }
}
