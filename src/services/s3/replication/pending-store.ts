import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

/** What a rule with metrics has still to copy; a row of the source bucket's partition. */
export interface PendingCopy {
  /** The effect's. */
  readonly id: string;
  readonly key: string;
  readonly versionId: string;
  readonly rule: string;
  /** The bucket that the copy is for. */
  readonly target: string;
  readonly sizeBytes: number;
  readonly sinceMs: number;
  /** Whether the rule promises a time (replication time control). */
  readonly isTimed: boolean;
  /** Whether that time is over, and was told. */
  readonly isLate: boolean;
}

export const pendingMigrations: readonly Migration[] = [
  {
    name: "pending-replications",
    sql: `
      CREATE TABLE s3_pending_replications (
        partition BIGINT NOT NULL,
        id TEXT NOT NULL,
        object_key TEXT NOT NULL,
        version_id TEXT NOT NULL,
        rule TEXT NOT NULL,
        target TEXT NOT NULL,
        size_bytes BIGINT NOT NULL,
        since_ms BIGINT NOT NULL,
        is_timed BIGINT NOT NULL,
        is_late BIGINT NOT NULL,
        PRIMARY KEY (partition, id)
      );
      CREATE INDEX s3_pending_replications_timed ON s3_pending_replications (partition, since_ms)
        WHERE is_timed = 1 AND is_late = 0;`,
  },
];

export const pendingStore = {
  async add(tx: WriteTransaction, copy: Omit<PendingCopy, "isLate">): Promise<void> {
    await tx.run(add, { ...copy, isTimed: copy.isTimed ? 1 : 0 });
  },

  /** Takes it away, and gives what it was; undefined where that was done before. */
  async take(tx: WriteTransaction, id: string): Promise<PendingCopy | undefined> {
    const row = await tx.get(find, { id });
    if (row) await tx.run(remove, { id });
    return row && toPending(row);
  },

  async totals(tx: ReadTransaction, rule: string, target: string): Promise<{ operations: number; bytes: number }> {
    return (await tx.get(totals, { rule, target })) ?? { operations: 0, bytes: 0 };
  },

  /** Those whose time was over at `untilMs`, the oldest first, and are told of by nobody yet. */
  async overdue(tx: ReadTransaction, untilMs: number, limit: number): Promise<PendingCopy[]> {
    return (await tx.all(overdue, { untilMs, limit })).map(toPending);
  },

  async setLate(tx: WriteTransaction, id: string): Promise<void> {
    await tx.run(setLate, { id });
  },
};

interface PendingRow {
  readonly id: string;
  readonly object_key: string;
  readonly version_id: string;
  readonly rule: string;
  readonly target: string;
  readonly size_bytes: number;
  readonly since_ms: number;
  readonly is_timed: number;
  readonly is_late: number;
}

const columns = "id, object_key, version_id, rule, target, size_bytes, since_ms, is_timed, is_late";
const add = sql<
  {
    id: string;
    key: string;
    versionId: string;
    rule: string;
    target: string;
    sizeBytes: number;
    sinceMs: number;
    isTimed: number;
  },
  never
>(
  `INSERT INTO s3_pending_replications (partition, ${columns})
   VALUES (:partition, :id, :key, :versionId, :rule, :target, :sizeBytes, :sinceMs, :isTimed, 0)`,
);
const find = sql<{ id: string }, PendingRow>(
  `SELECT ${columns} FROM s3_pending_replications WHERE partition = :partition AND id = :id`,
);
const remove = sql<{ id: string }>("DELETE FROM s3_pending_replications WHERE partition = :partition AND id = :id");
const totals = sql<{ rule: string; target: string }, { operations: number; bytes: number }>(
  `SELECT COUNT(*) AS operations, COALESCE(SUM(size_bytes), 0) AS bytes FROM s3_pending_replications
   WHERE partition = :partition AND rule = :rule AND target = :target`,
);
const overdue = sql<{ untilMs: number; limit: number }, PendingRow>(
  `SELECT ${columns} FROM s3_pending_replications
   WHERE partition = :partition AND is_timed = 1 AND is_late = 0 AND since_ms <= :untilMs ORDER BY since_ms LIMIT :limit`,
);
const setLate = sql<{ id: string }>(
  "UPDATE s3_pending_replications SET is_late = 1 WHERE partition = :partition AND id = :id",
);

function toPending(row: PendingRow): PendingCopy {
  return {
    id: row.id,
    key: row.object_key,
    versionId: row.version_id,
    rule: row.rule,
    target: row.target,
    sizeBytes: row.size_bytes,
    sinceMs: row.since_ms,
    isTimed: row.is_timed === 1,
    isLate: row.is_late === 1,
  };
}
