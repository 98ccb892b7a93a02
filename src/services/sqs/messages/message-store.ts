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
  {
    // What has never been received, and what has, by themselves: those in flight are counted without the delayed, of which there is no limit.
    name: "fresh-and-returned",
    sql: `
      DROP INDEX sqs_messages_visible;
      CREATE INDEX sqs_messages_fresh ON sqs_messages (partition, visible_ms, seq) WHERE receives = 0;
      CREATE INDEX sqs_messages_returned ON sqs_messages (partition, visible_ms, seq, group_id) WHERE receives > 0;
      CREATE TABLE sqs_delayed (
        partition BIGINT NOT NULL, second BIGINT NOT NULL, messages BIGINT NOT NULL, PRIMARY KEY (partition, second)
      );
      INSERT INTO sqs_delayed (partition, second, messages)
        SELECT partition, visible_ms / 1000, COUNT(*) FROM sqs_messages WHERE receives = 0 AND visible_ms > sent_ms
        GROUP BY partition, visible_ms / 1000;`,
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

  /** The first that can be received now: what has come back from a receive before what was sent after it, but see `isFirst`. */
  async listVisible(tx: ReadTransaction, nowMs: number, limit: number): Promise<StoredMessage[]> {
    const rows = await tx.all(listVisible, { nowMs, limit });
    const fresh = rows.filter(({ receives }) => receives === 0);
    return toMessages(tx, fresh.length === rows.length ? rows : merge(rows, fresh, nowMs).slice(0, limit));
  },

  /** The first that can't be received now, by when that ends: those in flight, or those that nobody has received yet. */
  async listInvisible(tx: ReadTransaction, nowMs: number, received: boolean, limit: number): Promise<StoredMessage[]> {
    return toMessages(tx, await tx.all(received ? listInFlight : listDelayed, { nowMs, limit }));
  },

  /** When the first of those that can't be received now can be. */
  async nextVisibleMs(tx: ReadTransaction, nowMs: number): Promise<number | undefined> {
    const rows = await tx.all(nextVisible, { nowMs });
    return rows.length === 0 ? undefined : Math.min(...rows.map(({ visible_ms }) => visible_ms));
  },

  /** From when on the first of those that have never been received can be. */
  async firstFreshMs(tx: ReadTransaction, nowMs: number): Promise<number | undefined> {
    return (await tx.get(firstFresh, { nowMs }))?.visible_ms;
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

  /** Counts what is delayed until a time, or is not any more: by the second, so that a count costs by the seconds of the longest delay. */
  async countDelayed(tx: WriteTransaction, visibleMs: number, change: number, nowMs: number): Promise<void> {
    await tx.run(delay, { second: Math.floor(visibleMs / secondMs), change });
    if (change > 0) await tx.run(forgetDelays, { second: Math.floor(nowMs / secondMs) });
  },

  async counts(tx: ReadTransaction, nowMs: number): Promise<MessageCounts> {
    const all = (await tx.get(counted, {}))?.messages ?? 0;
    const inFlight = await this.countInFlight(tx, nowMs);
    const second = Math.floor(nowMs / secondMs);
    const later = (await tx.get(countDelays, { second }))?.count ?? 0;
    // Of the second that is now some can be received already.
    const soon = (await tx.get(countFresh, { nowMs, untilMs: (second + 1) * secondMs }))?.count ?? 0;
    return { visible: all - inFlight - later - soon, inFlight, delayed: later + soon };
  },

  async countInFlight(tx: ReadTransaction, nowMs: number): Promise<number> {
    return (await tx.get(countInFlight, { nowMs }))?.count ?? 0;
  },

  /** How many each group has in flight, for those that have any. */
  async inFlightByGroup(tx: ReadTransaction, nowMs: number): Promise<ReadonlyMap<string, number>> {
    const rows = await tx.all(inFlightByGroup, { nowMs });
    return new Map(rows.map(({ group_id, count: messages }) => [group_id, messages]));
  },
};

const secondMs = 1000;
/** One that has come back waits so long for what other groups have. */
const returnedWaitsMs = 10_000;

/** Rows in the order in which they are received; each kind is in its own already. */
function merge(rows: readonly Row[], fresh: readonly Row[], nowMs: number): Row[] {
  const returned = rows.filter(({ receives }) => receives > 0);
  const merged: Row[] = [];
  let [f, r] = [0, 0];
  while (f < fresh.length || r < returned.length) {
    const [a, b] = [fresh[f], returned[r]];
    if (a && (!b || isFirst(a, b, nowMs))) {
      merged.push(a);
      f++;
    } else if (b) {
      merged.push(b);
      r++;
    }
  }
  return merged;
}

/** What one group sends does not wait for what another fails with again and again, for a time. All else is in the order of sending. */
function isFirst(fresh: Row, returned: Row, nowMs: number): boolean {
  const areOfTwoGroups = fresh.group_id !== null && returned.group_id !== null && fresh.group_id !== returned.group_id;
  if (areOfTwoGroups && nowMs - returned.visible_ms < returnedWaitsMs) return true;
  return fresh.seq < returned.seq;
}

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
  `SELECT * FROM (
     SELECT * FROM sqs_messages WHERE partition = :partition AND visible_ms <= :nowMs AND receives = 0
     ORDER BY visible_ms, seq LIMIT :limit) AS fresh
   UNION ALL SELECT * FROM (
     SELECT * FROM sqs_messages WHERE partition = :partition AND visible_ms <= :nowMs AND receives > 0
     ORDER BY visible_ms, seq LIMIT :limit) AS returned`,
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
  `SELECT * FROM (
     SELECT visible_ms FROM sqs_messages WHERE partition = :partition AND visible_ms > :nowMs AND receives = 0
     ORDER BY visible_ms LIMIT 1) AS fresh
   UNION ALL SELECT * FROM (
     SELECT visible_ms FROM sqs_messages WHERE partition = :partition AND visible_ms > :nowMs AND receives > 0
     ORDER BY visible_ms LIMIT 1) AS returned`,
);
const firstFresh = sql<{ nowMs: number }, { visible_ms: number }>(
  `SELECT visible_ms FROM sqs_messages WHERE partition = :partition AND visible_ms <= :nowMs AND receives = 0
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
const countFresh = sql<{ nowMs: number; untilMs: number }, { count: number }>(
  `SELECT COUNT(*) AS count FROM sqs_messages
   WHERE partition = :partition AND visible_ms > :nowMs AND visible_ms < :untilMs AND receives = 0`,
);
const inFlightByGroup = sql<{ nowMs: number }, { group_id: string; count: number }>(
  `SELECT group_id, COUNT(*) AS count FROM sqs_messages
   WHERE partition = :partition AND visible_ms > :nowMs AND receives > 0 AND group_id IS NOT NULL GROUP BY group_id`,
);
const delay = sql<{ second: number; change: number }>(
  `INSERT INTO sqs_delayed (partition, second, messages) VALUES (:partition, :second, :change)
   ON CONFLICT (partition, second) DO UPDATE SET messages = sqs_delayed.messages + excluded.messages`,
);
const forgetDelays = sql<{ second: number }>(
  "DELETE FROM sqs_delayed WHERE partition = :partition AND second < :second",
);
const countDelays = sql<{ second: number }, { count: number }>(
  "SELECT COALESCE(SUM(messages), 0) AS count FROM sqs_delayed WHERE partition = :partition AND second > :second",
);
