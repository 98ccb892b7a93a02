import type { Migration, WriteTransaction } from "../../../../storage/database.ts";
import { sql } from "../../../../storage/statement.ts";
import { limits } from "../../limits.ts";

/**
 * Which deliveries a function's queue has accepted, whether their events wait or have ended: what delivers them repeats itself when it
 * dies before it has noted that it was done.
 */
export const receivedMigrations: readonly Migration[] = [
  {
    name: "received",
    sql: `
      CREATE TABLE lambda_received (
        partition BIGINT NOT NULL, id TEXT NOT NULL, sequence BIGINT NOT NULL, received_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX lambda_received_by_sequence ON lambda_received (partition, sequence);`,
  },
];

const { rememberedMs, remembered } = limits.asynchronous;
/** So many additions share one look for what may be forgotten. */
const additionsPerTrim = 8;

export const receivedStore = {
  /** False if it was there already. */
  async add(tx: WriteTransaction, id: string, nowMs: number): Promise<boolean> {
    const sequence = await tx.nextSequence();
    const expiredMs = nowMs - rememberedMs;
    const changes = await tx.change(add, { id, sequence, nowMs, expiredMs });
    if (sequence % additionsPerTrim === 0) {
      await tx.run(trim, { expiredMs, oldest: sequence - remembered, limit: 2 * additionsPerTrim });
    }
    return changes > 0;
  },

  /** Forgets what is too old, at most `limit` rows; gives how many it were. */
  async removeExpired(tx: WriteTransaction, nowMs: number, limit: number): Promise<number> {
    return tx.change(trim, { expiredMs: nowMs - rememberedMs, oldest: -1, limit });
  },
};

const add = sql<{ id: string; sequence: number; nowMs: number; expiredMs: number }>(
  `INSERT INTO lambda_received (partition, id, sequence, received_ms) VALUES (:partition, :id, :sequence, :nowMs)
   ON CONFLICT (partition, id) DO UPDATE SET sequence = excluded.sequence, received_ms = excluded.received_ms
     WHERE lambda_received.received_ms <= :expiredMs`,
);
/** The oldest have the smallest numbers, so no more than these are looked at. */
const trim = sql<{ expiredMs: number; oldest: number; limit: number }>(
  `DELETE FROM lambda_received WHERE partition = :partition AND (received_ms <= :expiredMs OR sequence <= :oldest)
   AND sequence IN (SELECT sequence FROM lambda_received WHERE partition = :partition ORDER BY sequence LIMIT :limit)`,
);
