import type { Database, PartitionKey } from "../../../storage/database.ts";
import { eachPartition } from "../../../storage/each-partition.ts";
import { bucketsKind } from "./bucket.ts";

/** The partitions of all buckets, whether a name still leads to them or not. */
export function bucketPartitions(storage: Database): AsyncGenerator<PartitionKey> {
  return eachPartition(storage, bucketsKind);
}
