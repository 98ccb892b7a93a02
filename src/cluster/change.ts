import type { PartitionKey } from "../storage/database.ts";

/** A commit has changed rows of a table that caches keep. */
export interface Change {
  readonly partition: PartitionKey;
  readonly table: string;
  /** The row, where the statement told it; all rows of the partition without it. */
  readonly row: string | undefined;
}
