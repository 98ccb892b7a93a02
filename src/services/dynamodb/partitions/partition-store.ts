import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";

export const partitionMigrations: readonly Migration[] = [
  {
    name: "divisions",
    sql: `
      CREATE TABLE dynamodb_divisions (
        partition BIGINT NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, name)
      );
      CREATE TABLE dynamodb_moved_keys (
        partition BIGINT NOT NULL, key BLOB NOT NULL, batch BIGINT NOT NULL,
        PRIMARY KEY (partition, key)
      );`,
  },
];

/**
 * What keeps a partition of items from being an ordinary one. It stands as a mark beside "who follows" (`changes/change-store.ts` has the table), which each write reads
 * anyway.
 *
 * - *copying*: its items go into two others. It is written to, and each key that is written is noted down, to be copied again.
 * - *frozen*: the last of them do. No write begins; those of transactions that hold locks end.
 * - *closed*: it is divided. Its items never change again, until they go.
 * - *filling*: it is one of the two others. Once it has everything it is read, and written to when nobody reads the closed one any more.
 */
export type Stage = "copying" | "frozen" | "closed" | "filling";

export const stages: ReadonlySet<string> = new Set<Stage>(["copying", "frozen", "closed", "filling"]);

/** Whether a write may begin. */
export function isWritable(stage: Stage | undefined): boolean {
  return stage === undefined || stage === "copying";
}

/** How far the partition that is divided has come, and how it was left. */
export interface Progress {
  /** The first of the children that it is for. */
  readonly child: number;
  readonly stage: "copying" | "frozen" | "closed" | "whole";
  /** Counts what has been handed out to be copied: what was handed out last is confirmed, or handed out again. */
  readonly batch: number;
  /** All keys up to this one are copied, base64; undefined when all are. */
  readonly after: string | undefined;
  readonly bytes: number;
  /** Half of what there was at the beginning. */
  readonly halfBytes: number;
  readonly boundary: string | undefined;
  readonly frozenMs?: number;
  /** Of one that cannot be divided: how large it was. */
  readonly wholeBytes?: number;
}

/** Of a child: the last batch that it has, and whether it is written to by others. */
export interface Filling {
  readonly batch: number;
  readonly isOpen: boolean;
}

export const partitionStore = {
  async stage(tx: ReadTransaction): Promise<Stage | undefined> {
    const marks = await tx.all(marksOf, {});
    return marks.map(({ name }) => name).find((name): name is Stage => stages.has(name));
  },

  async setStage(tx: WriteTransaction, stage: Stage | undefined): Promise<void> {
    await tx.run(removeStages, {});
    if (stage) await tx.run(addMark, { name: stage });
  },

  async progress(tx: ReadTransaction): Promise<Progress | undefined> {
    return (await read(tx, "progress")) as Progress | undefined;
  },

  async setProgress(tx: WriteTransaction, progress: Progress): Promise<void> {
    await tx.run(putRecord, { name: "progress", record: JSON.stringify(progress) });
  },

  async filling(tx: ReadTransaction): Promise<Filling | undefined> {
    return (await read(tx, "filling")) as Filling | undefined;
  },

  async setFilling(tx: WriteTransaction, filling: Filling): Promise<void> {
    await tx.run(putRecord, { name: "filling", record: JSON.stringify(filling) });
  },

  /** A key whose item has changed: it is to be copied again, whatever has been handed out before. */
  async note(tx: WriteTransaction, key: Buffer): Promise<void> {
    await tx.run(note, { key });
  },

  /** Some of them, which go with this batch. */
  async handOut(tx: WriteTransaction, batch: number, limit: number): Promise<Buffer[]> {
    const rows = await tx.all(noted, { limit });
    for (const { key } of rows) await tx.run(assign, { key, batch });
    return rows.map(({ key }) => Buffer.from(key.buffer, key.byteOffset, key.byteLength));
  },

  /** Those of the batch that have not been written since. */
  async confirm(tx: WriteTransaction, batch: number): Promise<void> {
    await tx.run(confirm, { batch });
  },

  async forgetNoted(tx: WriteTransaction): Promise<void> {
    await tx.run(forgetNoted, {});
  },
};

async function read(tx: ReadTransaction, name: string): Promise<unknown> {
  const row = await tx.get(getRecord, { name });
  return row && JSON.parse(row.record);
}

const marksOf = sql<Record<never, never>, { name: string }>(
  "SELECT name FROM dynamodb_followed WHERE partition = :partition",
);
const removeStages = sql<Record<never, never>>(
  `DELETE FROM dynamodb_followed WHERE partition = :partition AND name IN ('${[...stages].join("', '")}')`,
);
const addMark = sql<{ name: string }>(
  "INSERT INTO dynamodb_followed (partition, name, sequence) VALUES (:partition, :name, 0)",
);
const getRecord = sql<{ name: string }, { record: string }>(
  "SELECT record FROM dynamodb_divisions WHERE partition = :partition AND name = :name",
);
const putRecord = sql<{ name: string; record: string }>(
  `INSERT INTO dynamodb_divisions (partition, name, record) VALUES (:partition, :name, :record)
   ON CONFLICT (partition, name) DO UPDATE SET record = excluded.record`,
);
const note = sql<{ key: Uint8Array }>(
  `INSERT INTO dynamodb_moved_keys (partition, key, batch) VALUES (:partition, :key, 0)
   ON CONFLICT (partition, key) DO UPDATE SET batch = 0`,
);
const noted = sql<{ limit: number }, { key: Uint8Array }>(
  "SELECT key FROM dynamodb_moved_keys WHERE partition = :partition ORDER BY key LIMIT :limit",
);
const assign = sql<{ key: Uint8Array; batch: number }>(
  "UPDATE dynamodb_moved_keys SET batch = :batch WHERE partition = :partition AND key = :key",
);
const confirm = sql<{ batch: number }>(
  "DELETE FROM dynamodb_moved_keys WHERE partition = :partition AND batch = :batch",
);
const forgetNoted = sql<Record<never, never>>("DELETE FROM dynamodb_moved_keys WHERE partition = :partition");
