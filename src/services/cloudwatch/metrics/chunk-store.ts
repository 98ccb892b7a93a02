import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/**
 * What the calls of PutMetricData brought, as it came, in slices of the namespace's metrics: a call adds a row to each slice that it
 * has data of. From time to time a slice is folded into blocks.
 */
export const chunkStore = {
  async add(tx: WriteTransaction, chunk: { slice: number; sequence: number; points: string }): Promise<void> {
    await tx.run(add, chunk);
  },

  async count(tx: ReadTransaction, slice: number): Promise<number> {
    return (await tx.get(count, { slice }))?.chunks ?? 0;
  },

  async list(tx: ReadTransaction, slice: number): Promise<string[]> {
    return (await tx.all(list, { slice })).map(({ points }) => points);
  },

  async removeAll(tx: WriteTransaction, slice: number): Promise<void> {
    await tx.run(removeAll, { slice });
  },
};

/** Slices of a namespace: a fold, which holds up the writes behind it, is of one of them. */
export const slices = 16;

/** Keys are hashes in base 64, so metrics are spread evenly. */
export function sliceOf(metric: string): number {
  return metric.charCodeAt(0) % slices;
}

const add = sql<{ slice: number; sequence: number; points: string }>(
  "INSERT INTO cloudwatch_chunks (partition, slice, sequence, points) VALUES (:partition, :slice, :sequence, :points)",
);
const count = sql<{ slice: number }, { chunks: number }>(
  "SELECT COUNT(*) AS chunks FROM cloudwatch_chunks WHERE partition = :partition AND slice = :slice",
);
const list = sql<{ slice: number }, { points: string }>(
  "SELECT points FROM cloudwatch_chunks WHERE partition = :partition AND slice = :slice ORDER BY sequence",
);
const removeAll = sql<{ slice: number }>(
  "DELETE FROM cloudwatch_chunks WHERE partition = :partition AND slice = :slice",
);
