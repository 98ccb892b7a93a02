import type { ReadTransaction, WriteTransaction } from "../storage/database.ts";
import { sql } from "../storage/statement.ts";

/** What has been taken in by an id, for a time: sends of FIFO queues and topics, receives by attempt, deliveries that may be repeated. */
export interface DuplicateStore {
  /** What was noted under the id, if its time has not run out. Without `groupId` of whichever group. */
  find(tx: ReadTransaction, id: string, groupId: string | undefined, nowMs: number): Promise<string | undefined>;
  /** `message`: what the next one who comes with the id is told. Some of those whose time has run out are forgotten. */
  note(tx: WriteTransaction, taken: TakenIn, nowMs: number): Promise<void>;
}

export interface TakenIn {
  readonly id: string;
  readonly groupId: string;
  readonly untilMs: number;
  readonly message: string;
}

/** The schema of such a table. */
export function duplicateTable(table: string): string {
  return `
      CREATE TABLE ${table} (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        group_id TEXT NOT NULL,
        until_ms BIGINT NOT NULL,
        message TEXT NOT NULL,
        PRIMARY KEY (partition, id, group_id)
      );
      CREATE INDEX ${table}_until ON ${table} (partition, until_ms);`;
}

export function createDuplicateStore(table: string): DuplicateStore {
  const find = sql<{ id: string; groupId: string; nowMs: number }, { message: string }>(
    `SELECT message FROM ${table} WHERE partition = :partition AND id = :id AND group_id = :groupId
     AND until_ms > :nowMs`,
  );
  const findAny = sql<{ id: string; nowMs: number }, { message: string }>(
    `SELECT message FROM ${table} WHERE partition = :partition AND id = :id AND until_ms > :nowMs LIMIT 1`,
  );
  const note = sql<{ id: string; groupId: string; untilMs: number; message: string }>(
    `INSERT INTO ${table} (partition, id, group_id, until_ms, message)
     VALUES (:partition, :id, :groupId, :untilMs, :message)
     ON CONFLICT (partition, id, group_id) DO UPDATE SET until_ms = excluded.until_ms, message = excluded.message`,
  );
  // Two for each that is added: so they become fewer, and no write pays for all.
  const forget = sql<{ nowMs: number }>(
    `DELETE FROM ${table} WHERE partition = :partition AND until_ms <= :nowMs AND id IN
     (SELECT id FROM ${table} WHERE partition = :partition AND until_ms <= :nowMs ORDER BY until_ms LIMIT 2)`,
  );
  return {
    find: async (tx, id, groupId, nowMs) => {
      const row =
        groupId === undefined ? await tx.get(findAny, { id, nowMs }) : await tx.get(find, { id, groupId, nowMs });
      return row?.message;
    },
    note: async (tx, { id, groupId, untilMs, message }, nowMs) => {
      await tx.run(note, { id, groupId, untilMs, message });
      await tx.run(forget, { nowMs });
    },
  };
}
