import type { ReadTransaction } from "../../../../storage/database.ts";
import { sql } from "../../../../storage/statement.ts";

/** The records of a stream in one partition: those of its time. */
export interface StreamSpan {
  readonly fromMs: number;
  /** Left out. */
  readonly untilMs: number;
}

/** Where a shard's records begin and end, and how large they are, without the records. Those of one index alone are nobody's else. */
export const shardStore = {
  async first(tx: ReadTransaction, span: StreamSpan): Promise<number | undefined> {
    return (await tx.get(first, { ...span }))?.sequence;
  },

  async last(tx: ReadTransaction, span: StreamSpan): Promise<number | undefined> {
    return (await tx.get(last, { ...span }))?.sequence;
  },

  /** Of the changes after that one, in order, with those that are not the stream's. */
  async sizes(tx: ReadTransaction, after: number, limit: number): Promise<readonly ChangeSize[]> {
    return (await tx.all(sizes, { after, limit })).map((row) => ({
      sequence: row.sequence,
      bytes: row.old_size + row.new_size,
      atMs: row.at_ms,
    }));
  },
};

export interface ChangeSize {
  readonly sequence: number;
  readonly bytes: number;
  readonly atMs: number;
}

const first = sql<{ fromMs: number; untilMs: number }, { sequence: number }>(
  `SELECT sequence FROM dynamodb_changes
   WHERE partition = :partition AND target = '' AND at_ms >= :fromMs AND at_ms < :untilMs ORDER BY sequence LIMIT 1`,
);
const last = sql<{ fromMs: number; untilMs: number }, { sequence: number }>(
  `SELECT sequence FROM dynamodb_changes
   WHERE partition = :partition AND target = '' AND at_ms >= :fromMs AND at_ms < :untilMs
   ORDER BY sequence DESC LIMIT 1`,
);
const sizes = sql<
  { after: number; limit: number },
  { sequence: number; old_size: number; new_size: number; at_ms: number }
>(
  `SELECT sequence, old_size, new_size, at_ms FROM dynamodb_changes
   WHERE partition = :partition AND sequence > :after ORDER BY sequence LIMIT :limit`,
);
