import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/** What each call of PutMetricData brought, as it came: one row a call. From time to time they are folded into blocks. */
export const chunkStore = {
  /** Gives how much is waiting to be folded, this chunk included. */
  async add(tx: WriteTransaction, points: string): Promise<{ chunks: number; bytes: number }> {
    await tx.run(add, { sequence: await tx.nextSequence(), bytes: points.length, points });
    const row = await tx.get(measure, {});
    return { chunks: Number(row?.chunks ?? 0), bytes: Number(row?.bytes ?? 0) };
  },

  async list(tx: ReadTransaction): Promise<string[]> {
    return (await tx.all(list, {})).map(({ points }) => points);
  },

  async removeAll(tx: WriteTransaction): Promise<void> {
    await tx.run(removeAll, {});
  },
};

const add = sql<{ sequence: number; bytes: number; points: string }>(
  "INSERT INTO cloudwatch_chunks (partition, sequence, bytes, points) VALUES (:partition, :sequence, :bytes, :points)",
);
const measure = sql<Record<never, never>, { chunks: number; bytes: number | null }>(
  "SELECT COUNT(*) AS chunks, SUM(bytes) AS bytes FROM cloudwatch_chunks WHERE partition = :partition",
);
const list = sql<Record<never, never>, { points: string }>(
  "SELECT points FROM cloudwatch_chunks WHERE partition = :partition ORDER BY sequence",
);
const removeAll = sql<Record<never, never>>("DELETE FROM cloudwatch_chunks WHERE partition = :partition");
