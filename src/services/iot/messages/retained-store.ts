import type { Migration, PartitionKey, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Place } from "../../service.ts";

export const retainedMigrations: readonly Migration[] = [
  {
    name: "004-retained",
    sql: `
      CREATE TABLE iot_retained (
        partition BIGINT NOT NULL, topic TEXT NOT NULL, head TEXT NOT NULL, payload BLOB NOT NULL,
        PRIMARY KEY (partition, topic)
      );
    `,
  },
];

/** The retained messages of an account and region. */
export function retainedKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "iot.retained", name: "" };
}

export interface RetainedMessage {
  readonly topic: string;
  readonly head: RetainedHead;
  readonly payload: Uint8Array;
}

export interface RetainedHead {
  readonly qos: 0 | 1;
  readonly modifiedMs: number;
  /** After which nobody wants it. */
  readonly expiresMs?: number;
  readonly contentType?: string;
  readonly responseTopic?: string;
  /** Base64. */
  readonly correlationData?: string;
  readonly isUtf8?: boolean;
  readonly userProperties?: readonly (readonly [string, string])[];
}

interface Row {
  topic: string;
  head: string;
  payload: Uint8Array;
}

export const retainedStore = {
  async find(tx: ReadTransaction, topic: string): Promise<RetainedMessage | undefined> {
    const row = await tx.get(find, { topic });
    return row && toRetained(row);
  },

  /** In the order of their topics; those whose topic begins with `prefix`. */
  async list(tx: ReadTransaction, prefix: string, after: string, limit: number): Promise<RetainedMessage[]> {
    const rows = await tx.all(list, { after: after > prefix ? after : prefix, end: `${prefix}\u{10ffff}`, limit });
    return rows.map(toRetained);
  },

  async put(tx: WriteTransaction, { topic, head, payload }: RetainedMessage): Promise<void> {
    await tx.run(put, { topic, head: JSON.stringify(head), payload });
  },

  async count(tx: ReadTransaction): Promise<number> {
    return (await tx.get(count, {}))?.count ?? 0;
  },

  async remove(tx: WriteTransaction, topic: string): Promise<void> {
    await tx.run(remove, { topic });
  },
};

function toRetained({ topic, head, payload }: Row): RetainedMessage {
  return { topic, head: JSON.parse(head), payload };
}

const find = sql<{ topic: string }, Row>(
  "SELECT topic, head, payload FROM iot_retained WHERE partition = :partition AND topic = :topic",
);
const list = sql<{ after: string; end: string; limit: number }, Row>(
  `SELECT topic, head, payload FROM iot_retained WHERE partition = :partition AND topic > :after AND topic < :end
   ORDER BY topic LIMIT :limit`,
);
const put = sql<{ topic: string; head: string; payload: Uint8Array }>(
  `INSERT INTO iot_retained (partition, topic, head, payload) VALUES (:partition, :topic, :head, :payload)
   ON CONFLICT (partition, topic) DO UPDATE SET head = excluded.head, payload = excluded.payload`,
);
const remove = sql<{ topic: string }>("DELETE FROM iot_retained WHERE partition = :partition AND topic = :topic");
const count = sql<Record<never, never>, { count: number }>(
  "SELECT COUNT(*) AS count FROM iot_retained WHERE partition = :partition",
);
