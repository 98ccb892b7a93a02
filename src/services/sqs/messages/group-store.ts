import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/**
 * The groups of a FIFO queue that have messages. A group is ready when its first message can be received: what comes after one that is delayed or in
 * flight waits for it.
 */
export const groupStore = {
  /** Those that are ready, by when they became so. */
  async listReady(tx: ReadTransaction, nowMs: number, limit: number): Promise<string[]> {
    return (await tx.all(listReady, { nowMs, limit })).map((row) => row.group_id);
  },

  /** When the first of those that are not ready will be. */
  async nextReadyMs(tx: ReadTransaction, nowMs: number): Promise<number | undefined> {
    return (await tx.get(nextReady, { nowMs }))?.ready_ms;
  },

  /** A message has come to the group's end: it is the first where there is none. */
  async added(tx: WriteTransaction, groupId: string, seq: number, visibleMs: number): Promise<void> {
    await tx.run(added, { groupId, seq, visibleMs });
  },

  /** A message of the group has gone, or can be received at another time. */
  async refresh(tx: WriteTransaction, groupId: string): Promise<void> {
    const head = await tx.get(findHead, { groupId });
    if (head) await tx.run(setHead, { groupId, head: head.seq, readyMs: head.visible_ms });
    else await tx.run(remove, { groupId });
  },
};

const listReady = sql<{ nowMs: number; limit: number }, { group_id: string }>(
  `SELECT group_id FROM sqs_groups WHERE partition = :partition AND ready_ms <= :nowMs
   ORDER BY ready_ms, head LIMIT :limit`,
);
const nextReady = sql<{ nowMs: number }, { ready_ms: number }>(
  "SELECT ready_ms FROM sqs_groups WHERE partition = :partition AND ready_ms > :nowMs ORDER BY ready_ms LIMIT 1",
);
const added = sql<{ groupId: string; seq: number; visibleMs: number }>(
  `INSERT INTO sqs_groups (partition, group_id, head, ready_ms) VALUES (:partition, :groupId, :seq, :visibleMs)
   ON CONFLICT (partition, group_id) DO NOTHING`,
);
const findHead = sql<{ groupId: string }, { seq: number; visible_ms: number }>(
  `SELECT seq, visible_ms FROM sqs_messages WHERE partition = :partition AND group_id = :groupId
   ORDER BY seq LIMIT 1`,
);
const setHead = sql<{ groupId: string; head: number; readyMs: number }>(
  "UPDATE sqs_groups SET head = :head, ready_ms = :readyMs WHERE partition = :partition AND group_id = :groupId",
);
const remove = sql<{ groupId: string }>("DELETE FROM sqs_groups WHERE partition = :partition AND group_id = :groupId");
