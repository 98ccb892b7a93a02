import type { ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import { limits } from "../limits.ts";

/** What happened to an alarm. It outlives the alarm. */
export interface HistoryItem {
  readonly alarm: string;
  readonly type: "MetricAlarm" | "CompositeAlarm";
  readonly kind: "ConfigurationUpdate" | "StateUpdate" | "Action";
  readonly atMs: number;
  readonly summary: string;
  /** JSON. */
  readonly facts: string;
}

export interface HistoryPosition {
  readonly atMs: number;
  readonly sequence: number;
}

export const historyStore = {
  /** Items past their age go at the same time: there is no sweeper for so little. */
  async add(tx: WriteTransaction, item: HistoryItem): Promise<void> {
    await tx.run(add, { ...item, sequence: await tx.nextSequence() });
    await tx.run(removeOlder, { beforeMs: item.atMs - limits.historyAgeMs });
  },

  /** A page after a position, in the order of time or against it. */
  async list(
    tx: ReadTransaction,
    page: { ascending: boolean; fromMs: number; toMs: number; after: HistoryPosition | undefined; limit: number },
  ): Promise<(HistoryItem & HistoryPosition)[]> {
    const { fromMs, toMs, limit } = page;
    const edge = page.ascending ? { atMs: fromMs, sequence: -1 } : { atMs: toMs, sequence: Number.MAX_SAFE_INTEGER };
    const { atMs, sequence } = page.after ?? edge;
    const rows = await tx.all(page.ascending ? listUp : listDown, { fromMs, toMs, limit, atMs, sequence });
    return rows.map(({ at_ms, ...row }) => ({ ...row, atMs: at_ms, sequence: row.sequence }));
  },
};

interface HistoryRow {
  readonly at_ms: number;
  readonly sequence: number;
  readonly alarm: string;
  readonly type: HistoryItem["type"];
  readonly kind: HistoryItem["kind"];
  readonly summary: string;
  readonly facts: string;
}

type ListParameters = { fromMs: number; toMs: number; limit: number; atMs: number; sequence: number };

const add = sql<{
  alarm: string;
  type: string;
  kind: string;
  atMs: number;
  sequence: number;
  summary: string;
  facts: string;
}>(
  `INSERT INTO cloudwatch_alarm_history (partition, at_ms, sequence, alarm, type, kind, summary, facts)
   VALUES (:partition, :atMs, :sequence, :alarm, :type, :kind, :summary, :facts)`,
);
const removeOlder = sql<{ beforeMs: number }>(
  "DELETE FROM cloudwatch_alarm_history WHERE partition = :partition AND at_ms < :beforeMs",
);
const select = `SELECT at_ms, sequence, alarm, type, kind, summary, facts FROM cloudwatch_alarm_history
  WHERE partition = :partition AND at_ms >= :fromMs AND at_ms <= :toMs`;
const listUp = sql<ListParameters, HistoryRow>(
  `${select} AND (at_ms, sequence) > (:atMs, :sequence) ORDER BY at_ms, sequence LIMIT :limit`,
);
const listDown = sql<ListParameters, HistoryRow>(
  `${select} AND (at_ms, sequence) < (:atMs, :sequence) ORDER BY at_ms DESC, sequence DESC LIMIT :limit`,
);
