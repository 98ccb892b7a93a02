import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

export const checkpointMigrations: readonly Migration[] = [
  {
    name: "checkpoints",
    sql: `
      CREATE TABLE lambda_checkpoints (
        partition BIGINT NOT NULL, uuid TEXT NOT NULL, shard TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, uuid, shard)
      );`,
  },
];

/** How far a mapping has come in a shard. */
export interface Checkpoint {
  /** All records up to this one have been handled. */
  readonly after?: string;
  /** None has been yet, and only those since then are to be. */
  readonly sinceMs?: number;
  /** Of a tumbling window that is open: what its function has answered. */
  readonly window?: OpenWindow;
}

export interface OpenWindow {
  readonly startMs: number;
  readonly state: unknown;
}

export const checkpointStore = {
  async find(tx: ReadTransaction, uuid: string, shard: string): Promise<Checkpoint | undefined> {
    const row = await tx.get(find, { uuid, shard });
    return row && (JSON.parse(row.record) as Checkpoint);
  },

  async put(tx: WriteTransaction, uuid: string, shard: string, checkpoint: Checkpoint): Promise<void> {
    await tx.run(put, { uuid, shard, record: JSON.stringify(checkpoint) });
  },

  async removeAll(tx: WriteTransaction, uuid: string): Promise<void> {
    await tx.run(removeAll, { uuid });
  },
};

const find = sql<{ uuid: string; shard: string }, { record: string }>(
  "SELECT record FROM lambda_checkpoints WHERE partition = :partition AND uuid = :uuid AND shard = :shard",
);
const put = sql<{ uuid: string; shard: string; record: string }>(
  `INSERT INTO lambda_checkpoints (partition, uuid, shard, record) VALUES (:partition, :uuid, :shard, :record)
   ON CONFLICT (partition, uuid, shard) DO UPDATE SET record = excluded.record`,
);
const removeAll = sql<{ uuid: string }>("DELETE FROM lambda_checkpoints WHERE partition = :partition AND uuid = :uuid");
