import type { Migration, ReadTransaction, WriteTransaction } from "../../storage/database.ts";
import { sql } from "../../storage/statement.ts";
import type { Progress } from "./progress.ts";

export const migrations: readonly Migration[] = [
  {
    name: "001-progress",
    sql: `
      CREATE TABLE labs_runs (
        partition BIGINT NOT NULL,
        who TEXT NOT NULL,
        token TEXT NOT NULL,
        region TEXT NOT NULL,
        started_ms BIGINT NOT NULL,
        prepared BIGINT NOT NULL,
        kept TEXT NOT NULL,
        PRIMARY KEY (partition, who)
      );
      CREATE TABLE labs_steps (
        partition BIGINT NOT NULL,
        who TEXT NOT NULL,
        step TEXT NOT NULL,
        done_ms BIGINT NOT NULL,
        PRIMARY KEY (partition, who, step)
      );
    `,
  },
];

interface RunRow {
  who: string;
  token: string;
  region: string;
  started_ms: number;
  prepared: number;
  kept: string;
}

export const progressStore = {
  async find(tx: ReadTransaction, who: string): Promise<Progress | undefined> {
    const row = await tx.get(findRun, { who });
    if (!row) return undefined;
    const steps = await tx.all(stepsOf, { who });
    return toProgress(row, new Map(steps.map(({ step, done_ms }) => [step, done_ms])));
  },

  /** By who does it, a page of at most `limit` after `after`. */
  async list(tx: ReadTransaction, after: string, limit: number): Promise<Progress[]> {
    const rows = await tx.all(listRuns, { after, limit });
    const found: Progress[] = [];
    for (const row of rows) {
      const steps = await tx.all(stepsOf, { who: row.who });
      found.push(toProgress(row, new Map(steps.map(({ step, done_ms }) => [step, done_ms]))));
    }
    return found;
  },

  async put(
    tx: WriteTransaction,
    { who, token, region, startedMs, prepared, kept }: Omit<Progress, "done">,
  ): Promise<void> {
    await tx.run(putRun, { who, token, region, startedMs, prepared, kept: JSON.stringify(kept) });
  },

  /** A step that is ticked stays as it is. */
  async tick(tx: WriteTransaction, who: string, step: string, doneMs: number): Promise<void> {
    await tx.run(putStep, { who, step, doneMs });
  },

  async forget(tx: WriteTransaction, who: string): Promise<void> {
    await tx.run(removeRun, { who });
    await tx.run(removeSteps, { who });
  },
};

const runColumns = "who, token, region, started_ms, prepared, kept";

const findRun = sql<{ who: string }, RunRow>(
  `SELECT ${runColumns} FROM labs_runs WHERE partition = :partition AND who = :who`,
);
const listRuns = sql<{ after: string; limit: number }, RunRow>(
  `SELECT ${runColumns} FROM labs_runs WHERE partition = :partition AND who > :after ORDER BY who LIMIT :limit`,
);
const stepsOf = sql<{ who: string }, { step: string; done_ms: number }>(
  "SELECT step, done_ms FROM labs_steps WHERE partition = :partition AND who = :who ORDER BY done_ms, step",
);
const putRun = sql<{ who: string; token: string; region: string; startedMs: number; prepared: number; kept: string }>(
  `INSERT INTO labs_runs (partition, ${runColumns})
   VALUES (:partition, :who, :token, :region, :startedMs, :prepared, :kept)
   ON CONFLICT (partition, who) DO UPDATE SET prepared = excluded.prepared, kept = excluded.kept`,
);
const putStep = sql<{ who: string; step: string; doneMs: number }>(
  `INSERT INTO labs_steps (partition, who, step, done_ms) VALUES (:partition, :who, :step, :doneMs)
   ON CONFLICT (partition, who, step) DO NOTHING`,
);
const removeRun = sql<{ who: string }>("DELETE FROM labs_runs WHERE partition = :partition AND who = :who");
const removeSteps = sql<{ who: string }>("DELETE FROM labs_steps WHERE partition = :partition AND who = :who");

function toProgress(
  { who, token, region, started_ms, prepared, kept }: RunRow,
  done: ReadonlyMap<string, number>,
): Progress {
  return { who, token, region, startedMs: started_ms, prepared, kept: JSON.parse(kept), done };
}
