import type { Database, PartitionKey } from "./database.ts";
import { eachRow } from "./each-row.ts";

const partitionsAtOnce = 200;

/**
 * All partitions of a kind that come after `after`, in key order, read by pages as they are asked for: there's no number beyond
 * which some are left out. Partitions may come and go meanwhile; one that is there from the first to the last is seen.
 */
export function eachPartition(
  database: Pick<Database, "listPartitions">,
  kind: string,
  after?: PartitionKey,
): AsyncGenerator<PartitionKey> {
  return eachRow(
    (last: PartitionKey | undefined) =>
      database.listPartitions(kind, { after: last ?? after, limit: partitionsAtOnce }),
    partitionsAtOnce,
  );
}
