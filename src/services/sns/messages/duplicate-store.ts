import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

export const duplicateMigrations: readonly Migration[] = [
  {
    name: "duplicates",
    sql: `
      CREATE TABLE sns_duplicates (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        group_id TEXT NOT NULL,
        until_ms BIGINT NOT NULL,
        message TEXT NOT NULL,
        PRIMARY KEY (partition, id, group_id)
      );
      CREATE INDEX sns_duplicates_until ON sns_duplicates (partition, until_ms);`,
  },
];

/** What a FIFO topic has taken in the last five minutes, by deduplication id. */
export const duplicateStore = {
  /** What was noted under the id, if its time has not run out. Without `groupId` of whichever group. */
  async find(tx: ReadTransaction, id: string, groupId: string | undefined, nowMs: number): Promise<string | undefined> {
    const row =
      groupId === undefined ? await tx.get(findAny, { id, nowMs }) : await tx.get(find, { id, groupId, nowMs });
    return row?.message;
  },

  /** Some of those whose time has run out are forgotten. */
  async note(
    tx: WriteTransaction,
    { id, groupId, untilMs, message }: { id: string; groupId: string; untilMs: number; message: string },
    nowMs: number,
  ): Promise<void> {
    await tx.run(note, { id, groupId, untilMs, message });
    await tx.run(forget, { nowMs });
  },
};

const find = sql<{ id: string; groupId: string; nowMs: number }, { message: string }>(
  `SELECT message FROM sns_duplicates WHERE partition = :partition AND id = :id AND group_id = :groupId
     AND until_ms > :nowMs`,
);
const findAny = sql<{ id: string; nowMs: number }, { message: string }>(
  "SELECT message FROM sns_duplicates WHERE partition = :partition AND id = :id AND until_ms > :nowMs LIMIT 1",
);
const note = sql<{ id: string; groupId: string; untilMs: number; message: string }>(
  `INSERT INTO sns_duplicates (partition, id, group_id, until_ms, message)
   VALUES (:partition, :id, :groupId, :untilMs, :message)
   ON CONFLICT (partition, id, group_id) DO UPDATE SET until_ms = excluded.until_ms, message = excluded.message`,
);
/** Two for each that is added: so they become fewer, and no write pays for all. */
const forget = sql<{ nowMs: number }>(
  `DELETE FROM sns_duplicates WHERE partition = :partition AND until_ms <= :nowMs AND id IN
   (SELECT id FROM sns_duplicates WHERE partition = :partition AND until_ms <= :nowMs ORDER BY until_ms LIMIT 2)`,
);
