import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { limits } from "../limits.ts";
import type { MessageDetails, NewMessage, StoredMessage } from "./message.ts";

export const messageMigrations: readonly Migration[] = [
  {
    name: "messages",
    sql: `
      CREATE TABLE sqs_messages (
        partition BIGINT NOT NULL,
        seq BIGINT NOT NULL,
        id TEXT NOT NULL,
        visible_ms BIGINT NOT NULL,
        receives BIGINT NOT NULL,
        sent_ms BIGINT NOT NULL,
        first_received_ms BIGINT,
        received_ms BIGINT,
        group_id TEXT,
        body TEXT,
        details TEXT NOT NULL,
        PRIMARY KEY (partition, seq)
      );
      CREATE INDEX sqs_messages_visible ON sqs_messages (partition, visible_ms, seq, receives);
      CREATE INDEX sqs_messages_sent ON sqs_messages (partition, sent_ms);
      CREATE INDEX sqs_messages_group ON sqs_messages (partition, group_id, seq) WHERE group_id IS NOT NULL;
      CREATE TABLE sqs_bodies (
        partition BIGINT NOT NULL, seq BIGINT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (partition, seq)
      );
      CREATE TABLE sqs_counts (partition BIGINT NOT NULL, messages BIGINT NOT NULL, PRIMARY KEY (partition));
      CREATE TABLE sqs_groups (
        partition BIGINT NOT NULL, group_id TEXT NOT NULL, head BIGINT NOT NULL, ready_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, group_id)
      );
      CREATE INDEX sqs_groups_ready ON sqs_groups (partition, ready_ms, head);
      CREATE TABLE sqs_duplicates (
        partition BIGINT NOT NULL, id TEXT NOT NULL, group_id TEXT NOT NULL, until_ms BIGINT NOT NULL, message TEXT NOT NULL,
        PRIMARY KEY (partition, id, group_id)
      );
      CREATE INDEX sqs_duplicates_until ON sqs_duplicates (partition, until_ms);`,
  },
];

interface Row {
  seq: number;
  id: string;
  visible_ms: number;
  receives: number;
  sent_ms: number;
  first_received_ms: number | null;
  received_ms: number | null;
  group_id: string | null;
  body: string | null;
  details: string;
}

export const messageStore = {
  /** `visibleMs`: when it can be received. It does not count it: see `count`. */
  async add(tx: WriteTransaction, seq: number, message: NewMessage, visibleMs: number): Promise<void> {
    const { id, body, details, groupId, sentMs, receives = 0 } = message;
    const isInline = body.length <= limits.inlineBodyLength;
    await tx.run(add, {
      seq,
      id,
      visibleMs,
      receives,
      sentMs,
      groupId: groupId ?? null,
      body: isInline ? body : null,
      details: JSON.stringify(details),
    });
    if (!isInline) await tx.run(addBody, { seq, body });
  },

  async find(tx: ReadTransaction, seq: number): Promise<StoredMessage | undefined> {
    const row = await tx.get(find, { seq });
    return row && toMessage(tx, row);
  },

  /** The first that can be received now, by when that began. */
  async listVisible(tx: ReadTransaction, nowMs: number, limit: number): Promise<StoredMessage[]> {
    return toMessages(tx, await tx.all(listVisible, { nowMs, limit }));
  },

  /** The first that can't be received now, by when that ends: those in flight, or those that nobody has received yet. */
  async listInvisible(tx: ReadTransaction, nowMs: number, received: boolean, limit: number): Promise<StoredMessage[]> {
    return toMessages(tx, await tx.all(received ? listInFlight : listDelayed, { nowMs, limit }));
  },

  /** When the first of those that can't be received now can be. */
  async nextVisibleMs(tx: ReadTransaction, nowMs: number): Promise<number | undefined> {
    return (await tx.get(nextVisible, { nowMs }))?.visible_ms;
  },

  /** In their order, from the group's first on. */
  async listGroup(tx: ReadTransaction, groupId: string, limit: number): Promise<StoredMessage[]> {
    return toMessages(tx, await tx.all(listGroup, { groupId, limit }));
  },

  async setReceived(tx: WriteTransaction, seq: number, nowMs: number, visibleMs: number): Promise<void> {
    await tx.run(setReceived, { seq, nowMs, visibleMs });
  },

  async setVisible(tx: WriteTransaction, seq: number, visibleMs: number): Promise<void> {
    await tx.run(setVisible, { seq, visibleMs });
  },

  /** It does not count it: see `count`. */
  async remove(tx: WriteTransaction, { seq, hasBody }: { seq: number; hasBody: boolean }): Promise<void> {
    await tx.run(remove, { seq });
    if (hasBody) await tx.run(removeBody, { seq });
  },

  /** What deleting one needs to know of it. */
  async findState(tx: ReadTransaction, seq: number): Promise<MessageState | undefined> {
    const row = await tx.get(findState, { seq });
    return (
      row && {
        seq,
        visibleMs: row.visible_ms,
        receives: row.receives,
        receivedMs: row.received_ms ?? undefined,
        groupId: row.group_id ?? undefined,
        hasBody: row.has_body === 1,
      }
    );
  },

  /** Those that were sent before, oldest first. */
  async listOlder(tx: ReadTransaction, beforeMs: number, limit: number): Promise<MessageState[]> {
    return (await tx.all(listOlder, { beforeMs, limit })).map((row) => ({
      seq: row.seq,
      visibleMs: row.visible_ms,
      receives: row.receives,
      receivedMs: undefined,
      groupId: row.group_id ?? undefined,
      hasBody: row.has_body === 1,
    }));
  },

  async oldestSentMs(tx: ReadTransaction): Promise<number | undefined> {
    return (await tx.get(oldest, {}))?.sent_ms;
  },

  /** Counts what has been added or removed: once a write, since counting rows would cost by their number. */
  async count(tx: WriteTransaction, change: number): Promise<void> {
    if (change !== 0) await tx.run(count, { change });
  },

  async counts(tx: ReadTransaction, nowMs: number): Promise<MessageCounts> {
    const all = (await tx.get(counted, {}))?.messages ?? 0;
    const inFlight = await this.countInFlight(tx, nowMs);
    const delayed = (await tx.get(countDelayed, { nowMs }))?.count ?? 0;
    return { visible: all - inFlight - delayed, inFlight, delayed };
  },

  async countInFlight(tx: ReadTransaction, nowMs: number): Promise<number> {
    return (await tx.get(countInFlight, { nowMs }))?.count ?? 0;
  },
};

/** A message without what its sender gave it. */
export interface MessageState {
  readonly seq: number;
  readonly visibleMs: number;
  readonly receives: number;
  readonly receivedMs: number | undefined;
  readonly groupId: string | undefined;
  /** Whether its body has a row of its own. */
  readonly hasBody: boolean;
}

export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

async function toMessages(tx: ReadTransaction, rows: readonly Row[]): Promise<StoredMessage[]> {
  const messages: StoredMessage[] = [];
  for (const row of rows) messages.push(await toMessage(tx, row));
  return messages;
}

async function toMessage(tx: ReadTransaction, row: Row): Promise<StoredMessage> {
  return {
    seq: row.seq,
    id: row.id,
    visibleMs: row.visible_ms,
    receives: row.receives,
    sentMs: row.sent_ms,
    firstReceivedMs: row.first_received_ms ?? undefined,
    receivedMs: row.received_ms ?? undefined,
    groupId: row.group_id ?? undefined,
    body: row.body ?? (await tx.get(findBody, { seq: row.seq }))?.body ?? "",
    details: JSON.parse(row.details) as MessageDetails,
  };
}

const add = sql<{
  seq: number;
  id: string;
  visibleMs: number;
  receives: number;
  sentMs: number;
  groupId: string | null;
  body: string | null;
  details: string;
}>(
  `INSERT INTO sqs_messages (partition, seq, id, visible_ms, receives, sent_ms, group_id, body, details)
   VALUES (:partition, :seq, :id, :visibleMs, :receives, :sentMs, :groupId, :body, :details)`,
);
const addBody = sql<{ seq: number; body: string }>(
  "INSERT INTO sqs_bodies (partition, seq, body) VALUES (:partition, :seq, :body)",
);
const find = sql<{ seq: number }, Row>("SELECT * FROM sqs_messages WHERE partition = :partition AND seq = :seq");
const findBody = sql<{ seq: number }, { body: string }>(
  "SELECT body FROM sqs_bodies WHERE partition = :partition AND seq = :seq",
);
const listVisible = sql<{ nowMs: number; limit: number }, Row>(
  `SELECT * FROM sqs_messages WHERE partition = :partition AND visible_ms <= :nowMs
   ORDER BY visible_ms, seq LIMIT :limit`,
);
const listInFlight = sql<{ nowMs: number; limit: number }, Row>(
  `SELECT * FROM sqs_messages WHERE partition = :partition AND visible_ms > :nowMs AND receives > 0
   ORDER BY visible_ms, seq LIMIT :limit`,
);
const listDelayed = sql<{ nowMs: number; limit: number }, Row>(
  `SELECT * FROM sqs_messages WHERE partition = :partition AND visible_ms > :nowMs AND receives = 0
   ORDER BY visible_ms, seq LIMIT :limit`,
);
const nextVisible = sql<{ nowMs: number }, { visible_ms: number }>(
  `SELECT visible_ms FROM sqs_messages WHERE partition = :partition AND visible_ms > :nowMs
   ORDER BY visible_ms LIMIT 1`,
);
const listGroup = sql<{ groupId: string; limit: number }, Row>(
  "SELECT * FROM sqs_messages WHERE partition = :partition AND group_id = :groupId ORDER BY seq LIMIT :limit",
);
const setReceived = sql<{ seq: number; nowMs: number; visibleMs: number }>(
  `UPDATE sqs_messages SET visible_ms = :visibleMs, receives = receives + 1, received_ms = :nowMs,
     first_received_ms = COALESCE(first_received_ms, :nowMs)
   WHERE partition = :partition AND seq = :seq`,
);
const setVisible = sql<{ seq: number; visibleMs: number }>(
  "UPDATE sqs_messages SET visible_ms = :visibleMs WHERE partition = :partition AND seq = :seq",
);
const remove = sql<{ seq: number }>("DELETE FROM sqs_messages WHERE partition = :partition AND seq = :seq");
const removeBody = sql<{ seq: number }>("DELETE FROM sqs_bodies WHERE partition = :partition AND seq = :seq");

interface StateRow {
  visible_ms: number;
  receives: number;
  group_id: string | null;
  has_body: number;
}
const findState = sql<{ seq: number }, StateRow & { received_ms: number | null }>(
  `SELECT visible_ms, receives, received_ms, group_id, CASE WHEN body IS NULL THEN 1 ELSE 0 END AS has_body
   FROM sqs_messages WHERE partition = :partition AND seq = :seq`,
);
const listOlder = sql<{ beforeMs: number; limit: number }, StateRow & { seq: number }>(
  `SELECT seq, visible_ms, receives, group_id, CASE WHEN body IS NULL THEN 1 ELSE 0 END AS has_body
   FROM sqs_messages WHERE partition = :partition AND sent_ms <= :beforeMs ORDER BY sent_ms LIMIT :limit`,
);
const oldest = sql<Record<never, never>, { sent_ms: number }>(
  "SELECT sent_ms FROM sqs_messages WHERE partition = :partition ORDER BY sent_ms LIMIT 1",
);
const count = sql<{ change: number }>(
  `INSERT INTO sqs_counts (partition, messages) VALUES (:partition, :change)
   ON CONFLICT (partition) DO UPDATE SET messages = sqs_counts.messages + excluded.messages`,
);
const counted = sql<Record<never, never>, { messages: number }>(
  "SELECT messages FROM sqs_counts WHERE partition = :partition",
);
const countInFlight = sql<{ nowMs: number }, { count: number }>(
  `SELECT COUNT(*) AS count FROM sqs_messages
   WHERE partition = :partition AND visible_ms > :nowMs AND receives > 0`,
);
const countDelayed = sql<{ nowMs: number }, { count: number }>(
  `SELECT COUNT(*) AS count FROM sqs_messages
   WHERE partition = :partition AND visible_ms > :nowMs AND receives = 0`,
);
