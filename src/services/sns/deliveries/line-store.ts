import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Delivery } from "./delivery.ts";
import { keyOfLine, type Line, lineTimer } from "./line.ts";

export const lineMigrations: readonly Migration[] = [
  {
    name: "lines",
    sql: `
      CREATE TABLE sns_lines (
        partition BIGINT NOT NULL,
        message_group TEXT NOT NULL,
        subscription TEXT NOT NULL,
        PRIMARY KEY (partition, message_group, subscription)
      );
      CREATE TABLE sns_line_deliveries (
        partition BIGINT NOT NULL,
        message_group TEXT NOT NULL,
        subscription TEXT NOT NULL,
        position BIGINT NOT NULL,
        delivery TEXT NOT NULL,
        PRIMARY KEY (partition, message_group, subscription, position)
      );`,
  },
];

/** Deliveries that wait for the one before them. A line is there as long as it has one. */
export const lineStore = {
  /** The subscriptions that have a line in a group. */
  async of(tx: ReadTransaction, group: string): Promise<ReadonlySet<string>> {
    return new Set((await tx.all(ofGroup, { group })).map(({ subscription }) => subscription));
  },

  /** Begins a line with what is to be tried again at a time. */
  async begin(tx: WriteTransaction, line: Line, delivery: Delivery, dueMs: number): Promise<void> {
    await tx.run(begin, toKey(line));
    await lineStore.append(tx, line, delivery);
    await tx.setTimer({ kind: lineTimer, key: keyOfLine(line), dueMs, payload: JSON.stringify(line) });
  },

  async append(tx: WriteTransaction, line: Line, delivery: Delivery): Promise<void> {
    const position = await tx.nextSequence();
    await tx.run(append, { ...toKey(line), position, delivery: JSON.stringify(delivery) });
  },

  async first(
    tx: ReadTransaction,
    line: Line,
  ): Promise<{ readonly position: number; readonly delivery: Delivery } | undefined> {
    const row = await tx.get(first, toKey(line));
    return row && { position: row.position, delivery: JSON.parse(row.delivery) as Delivery };
  },

  async change(tx: WriteTransaction, line: Line, position: number, delivery: Delivery): Promise<void> {
    await tx.run(change, { ...toKey(line), position, delivery: JSON.stringify(delivery) });
  },

  /** False where that was the last one, and the line has gone with it. */
  async remove(tx: WriteTransaction, line: Line, position: number): Promise<boolean> {
    await tx.run(remove, { ...toKey(line), position });
    if (await tx.get(first, toKey(line))) return true;
    await tx.run(end, toKey(line));
    return false;
  },

  /** Removes a line with some of its deliveries; gives how many those were. */
  async removeSome(tx: WriteTransaction, line: Line, limit: number): Promise<number> {
    await tx.run(end, toKey(line));
    return tx.change(removeSome, { ...toKey(line), limit });
  },
};

function toKey({ group, subscription }: Line) {
  return { group, subscription };
}

type Key = { group: string; subscription: string };

const ofGroup = sql<{ group: string }, { subscription: string }>(
  "SELECT subscription FROM sns_lines WHERE partition = :partition AND message_group = :group",
);
const begin = sql<Key>(
  `INSERT INTO sns_lines (partition, message_group, subscription) VALUES (:partition, :group, :subscription)
   ON CONFLICT (partition, message_group, subscription) DO NOTHING`,
);
const append = sql<Key & { position: number; delivery: string }>(
  `INSERT INTO sns_line_deliveries (partition, message_group, subscription, position, delivery)
   VALUES (:partition, :group, :subscription, :position, :delivery)`,
);
const first = sql<Key, { position: number; delivery: string }>(
  `SELECT position, delivery FROM sns_line_deliveries WHERE partition = :partition AND message_group = :group
     AND subscription = :subscription ORDER BY position LIMIT 1`,
);
const change = sql<Key & { position: number; delivery: string }>(
  `UPDATE sns_line_deliveries SET delivery = :delivery WHERE partition = :partition AND message_group = :group
     AND subscription = :subscription AND position = :position`,
);
const remove = sql<Key & { position: number }>(
  `DELETE FROM sns_line_deliveries WHERE partition = :partition AND message_group = :group
     AND subscription = :subscription AND position = :position`,
);
const end = sql<Key>(
  "DELETE FROM sns_lines WHERE partition = :partition AND message_group = :group AND subscription = :subscription",
);
const removeSome = sql<Key & { limit: number }>(
  `DELETE FROM sns_line_deliveries WHERE partition = :partition AND message_group = :group
     AND subscription = :subscription AND position IN
   (SELECT position FROM sns_line_deliveries WHERE partition = :partition AND message_group = :group
      AND subscription = :subscription LIMIT :limit)`,
);
