import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { MoveTask } from "./move-task.ts";

export const moveTaskMigrations: readonly Migration[] = [
  {
    name: "move-tasks",
    sql: `
      CREATE TABLE sqs_move_tasks (
        partition BIGINT NOT NULL,
        started_ms BIGINT NOT NULL,
        id TEXT NOT NULL,
        task TEXT NOT NULL,
        PRIMARY KEY (partition, started_ms, id)
      );`,
  },
];

/** The move tasks of a dead-letter queue, beside its messages: a task and what it moves change in one commit. */
export const moveTaskStore = {
  async put(tx: WriteTransaction, task: MoveTask): Promise<void> {
    await tx.run(put, { startedMs: task.startedMs, id: task.id, task: JSON.stringify(task) });
  },

  /** The latest first. */
  async list(tx: ReadTransaction, limit: number): Promise<MoveTask[]> {
    return (await tx.all(list, { limit })).map(({ task }) => JSON.parse(task) as MoveTask);
  },

  async find(tx: ReadTransaction, id: string): Promise<MoveTask | undefined> {
    const row = await tx.get(find, { id });
    return row && (JSON.parse(row.task) as MoveTask);
  },

  /** Keeps the latest ones. */
  async trim(tx: WriteTransaction, kept: number): Promise<void> {
    await tx.run(trim, { kept });
  },
};

const put = sql<{ startedMs: number; id: string; task: string }>(
  `INSERT INTO sqs_move_tasks (partition, started_ms, id, task) VALUES (:partition, :startedMs, :id, :task)
   ON CONFLICT (partition, started_ms, id) DO UPDATE SET task = excluded.task`,
);
const list = sql<{ limit: number }, { task: string }>(
  "SELECT task FROM sqs_move_tasks WHERE partition = :partition ORDER BY started_ms DESC, id LIMIT :limit",
);
const find = sql<{ id: string }, { task: string }>(
  "SELECT task FROM sqs_move_tasks WHERE partition = :partition AND id = :id",
);
const trim = sql<{ kept: number }>(
  `DELETE FROM sqs_move_tasks WHERE partition = :partition AND id NOT IN
   (SELECT id FROM sqs_move_tasks WHERE partition = :partition ORDER BY started_ms DESC, id LIMIT :kept)`,
);
