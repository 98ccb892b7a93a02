import type { WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/** Deliveries that have been stored: sums must not grow by a repetition. */
export const receivedStore = {
  /** False if it was there already. */
  async add(tx: WriteTransaction, id: string, atMs: number): Promise<boolean> {
    return (await tx.change(add, { id, atMs })) > 0;
  },

  /** At most `limit` of them; gives how many it were. */
  async removeOlder(tx: WriteTransaction, beforeMs: number, limit: number): Promise<number> {
    return tx.change(removeOlder, { beforeMs, limit });
  },
};

const add = sql<{ id: string; atMs: number }>(
  `INSERT INTO cloudwatch_received (partition, id, at_ms) VALUES (:partition, :id, :atMs)
   ON CONFLICT (partition, id) DO NOTHING`,
);
const removeOlder = sql<{ beforeMs: number; limit: number }>(
  `DELETE FROM cloudwatch_received WHERE partition = :partition AND id IN
   (SELECT id FROM cloudwatch_received WHERE partition = :partition AND at_ms < :beforeMs LIMIT :limit)`,
);
