import type { Database, PartitionKey } from "../../../storage/database.ts";
import { bucketsKind } from "./bucket.ts";

const partitionsAtOnce = 100;

/** The partitions of all buckets, whether a name still leads to them or not. */
export async function* bucketPartitions(storage: Database): AsyncGenerator<PartitionKey> {
  let after: PartitionKey | undefined;
  for (;;) {
    const page = await storage.listPartitions(bucketsKind, { after, limit: partitionsAtOnce });
    yield* page;
    if (page.length < partitionsAtOnce) return;
    after = page.at(-1);
  }
}
