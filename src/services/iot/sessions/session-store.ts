import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { DeviceMessage } from "../messages/device-message.ts";
import type { Session } from "./session.ts";

export const sessionMigrations: readonly Migration[] = [
  {
    name: "003-sessions",
    sql: `
      CREATE TABLE iot_sessions (partition BIGINT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (partition));
      CREATE TABLE iot_queued (
        partition BIGINT NOT NULL, sequence BIGINT NOT NULL, head TEXT NOT NULL, payload BLOB NOT NULL,
        PRIMARY KEY (partition, sequence)
      );
      CREATE TABLE iot_subscriptions (
        partition BIGINT NOT NULL, bucket TEXT NOT NULL, filter TEXT NOT NULL, client_id TEXT NOT NULL, options TEXT NOT NULL,
        PRIMARY KEY (partition, bucket, filter, client_id)
      );
      CREATE INDEX iot_subscriptions_by_client ON iot_subscriptions (partition, client_id, filter);
    `,
  },
];

/** A message that waits, without its payload. */
export type QueuedHead = Pick<DeviceMessage, "topic" | "retain" | "publishedMs"> & {
  readonly contentType?: string;
  readonly responseTopic?: string;
  /** Base64. */
  readonly correlationData?: string;
  readonly isUtf8?: boolean;
  readonly messageExpirySeconds?: number;
  readonly userProperties?: readonly (readonly [string, string])[];
};

export interface QueuedMessage {
  readonly sequence: number;
  readonly head: QueuedHead;
  readonly payload: Uint8Array;
}

export const sessionStore = {
  async find(tx: ReadTransaction): Promise<Session | undefined> {
    const row = await tx.get(findSession, {});
    return row && JSON.parse(row.record);
  },

  async put(tx: WriteTransaction, session: Session): Promise<void> {
    await tx.run(putSession, { record: JSON.stringify(session) });
  },

  /** Where nothing waits, undefined. */
  async firstSequence(tx: ReadTransaction): Promise<number | undefined> {
    return (await tx.get(first, {}))?.sequence ?? undefined;
  },

  async enqueue(tx: WriteTransaction, sequence: number, head: string, payload: Uint8Array): Promise<void> {
    await tx.run(enqueue, { sequence, head, payload });
  },

  async list(tx: ReadTransaction, after: number, limit: number): Promise<QueuedMessage[]> {
    const rows = await tx.all(list, { after, limit });
    return rows.map(({ sequence, head, payload }) => ({ sequence, head: JSON.parse(head), payload }));
  },

  async remove(tx: WriteTransaction, sequence: number): Promise<void> {
    await tx.run(remove, { sequence });
  },

  async clear(tx: WriteTransaction): Promise<void> {
    await tx.run(clear, {});
    await tx.run(removeSession, {});
  },
};

const findSession = sql<Record<never, never>, { record: string }>(
  "SELECT record FROM iot_sessions WHERE partition = :partition",
);
const putSession = sql<{ record: string }>(
  `INSERT INTO iot_sessions (partition, record) VALUES (:partition, :record)
   ON CONFLICT (partition) DO UPDATE SET record = excluded.record`,
);
const removeSession = sql<Record<never, never>>("DELETE FROM iot_sessions WHERE partition = :partition");
const first = sql<Record<never, never>, { sequence: number | null }>(
  "SELECT MIN(sequence) AS sequence FROM iot_queued WHERE partition = :partition",
);
const enqueue = sql<{ sequence: number; head: string; payload: Uint8Array }>(
  "INSERT INTO iot_queued (partition, sequence, head, payload) VALUES (:partition, :sequence, :head, :payload)",
);
const list = sql<{ after: number; limit: number }, { sequence: number; head: string; payload: Uint8Array }>(
  `SELECT sequence, head, payload FROM iot_queued WHERE partition = :partition AND sequence > :after
   ORDER BY sequence LIMIT :limit`,
);
const remove = sql<{ sequence: number }>(
  "DELETE FROM iot_queued WHERE partition = :partition AND sequence = :sequence",
);
const clear = sql<Record<never, never>>("DELETE FROM iot_queued WHERE partition = :partition");
