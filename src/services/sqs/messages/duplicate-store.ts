import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/** What has been taken in by an id, for a time: sends of FIFO queues, receives by attempt, deliveries that may be repeated. */
export const duplicateStore = {
  /** What was noted under the id, if its time has not run out. Without `groupId` of whichever group. */
  async find(tx: ReadTransaction, id: string, groupId: string | undefined, nowMs: number): Promise<string | undefined> {
    const row =
      groupId === undefined ? await tx.get(findAny, { id, nowMs }) : await tx.get(find, { id, groupId, nowMs });
    return row?.message;
  },

  /** `message`: what the next one who comes with the id is told. Some of those whose time has run out are forgotten. */
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
  `SELECT message FROM sqs_duplicates WHERE partition = :partition AND id = :id AND group_id = :groupId
     AND until_ms > :nowMs`,
);
const findAny = sql<{ id: string; nowMs: number }, { message: string }>(
  "SELECT message FROM sqs_duplicates WHERE partition = :partition AND id = :id AND until_ms > :nowMs LIMIT 1",
);
const note = sql<{ id: string; groupId: string; untilMs: number; message: string }>(
  `INSERT INTO sqs_duplicates (partition, id, group_id, until_ms, message)
   VALUES (:partition, :id, :groupId, :untilMs, :message)
   ON CONFLICT (partition, id, group_id) DO UPDATE SET until_ms = excluded.until_ms, message = excluded.message`,
);
/** Two for each that is added: so they become fewer, and no write pays for all. */
const forget = sql<{ nowMs: number }>(
  `DELETE FROM sqs_duplicates WHERE partition = :partition AND until_ms <= :nowMs AND id IN
   (SELECT id FROM sqs_duplicates WHERE partition = :partition AND until_ms <= :nowMs ORDER BY until_ms LIMIT 2)`,
);
