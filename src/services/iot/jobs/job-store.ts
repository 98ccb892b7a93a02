import type { JobExecutionStatus } from "@aws-sdk/client-iot";
import type { Migration, ReadTransaction, WriteTransaction } from "../../../storage/database.ts";
import { sql } from "../../../storage/statement.ts";
import type { Job, JobExecution } from "./job.ts";

export const jobMigrations: readonly Migration[] = [
  {
    name: "jobs-001",
    sql: `
      CREATE TABLE iot_jobs (
        partition BIGINT NOT NULL, job TEXT NOT NULL, position TEXT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, job)
      );
      CREATE INDEX iot_jobs_by_position ON iot_jobs (partition, position);
      CREATE TABLE iot_job_executions (
        partition BIGINT NOT NULL, job TEXT NOT NULL, thing TEXT NOT NULL, number BIGINT NOT NULL, status TEXT NOT NULL,
        queued_ms BIGINT NOT NULL, record TEXT NOT NULL,
        PRIMARY KEY (partition, job, thing, number)
      );
      CREATE INDEX iot_job_executions_by_thing ON iot_job_executions (partition, thing, status, queued_ms);
    `,
  },
];

interface ExecutionName {
  readonly job: string;
  readonly thing: string;
}

const parse = <R>(rows: readonly { readonly record: string }[]): R[] => rows.map(({ record }) => JSON.parse(record));

export const jobStore = {
  async find(tx: ReadTransaction, job: string): Promise<Job | undefined> {
    const row = await tx.get(find, { job });
    return row && JSON.parse(row.record);
  },

  /** In the order in which they were made, after one's position. */
  async list(tx: ReadTransaction, after: string, limit: number): Promise<Job[]> {
    return parse(await tx.all(list, { after, limit }));
  },

  positionOf({ createdMs, id }: Job): string {
    return `${String(createdMs).padStart(15, "0")} ${id}`;
  },

  async put(tx: WriteTransaction, job: Job): Promise<void> {
    await tx.run(put, { job: job.id, position: jobStore.positionOf(job), record: JSON.stringify(job) });
  },

  /** And all its executions. */
  async remove(tx: WriteTransaction, job: string): Promise<void> {
    await tx.run(removeExecutions, { job });
    await tx.run(remove, { job });
  },
};

export const executionStore = {
  /** The newest, or one of a number. */
  async find(tx: ReadTransaction, name: ExecutionName, number?: number): Promise<JobExecution | undefined> {
    const row =
      number === undefined ? await tx.get(findNewest, { ...name }) : await tx.get(findNumber, { ...name, number });
    return row && JSON.parse(row.record);
  },

  /** Those of a job, by thing and number, after `thing number`. */
  async listForJob(tx: ReadTransaction, job: string, after: string, limit: number): Promise<JobExecution[]> {
    const [thing = "", number = "0"] = after.split(" ");
    return parse(await tx.all(listForJob, { job, thing, number: Number(number), limit }));
  },

  async listForThing(tx: ReadTransaction, thing: string, after: string, limit: number): Promise<JobExecution[]> {
    const [job = "", number = "0"] = after.split(" ");
    return parse(await tx.all(listForThing, { thing, job, number: Number(number), limit }));
  },

  /** The oldest first. */
  async listPending(
    tx: ReadTransaction,
    thing: string,
    status: Extract<JobExecutionStatus, "QUEUED" | "IN_PROGRESS">,
    limit: number,
  ): Promise<JobExecution[]> {
    return parse(await tx.all(listPending, { thing, status, limit }));
  },

  async listOfStatus(
    tx: ReadTransaction,
    job: string,
    status: JobExecutionStatus,
    limit: number,
  ): Promise<JobExecution[]> {
    return parse(await tx.all(listOfStatus, { job, status, limit }));
  },

  async put(tx: WriteTransaction, execution: JobExecution): Promise<void> {
    const { jobId: job, thing, number, status, queuedMs } = execution;
    await tx.run(putExecution, { job, thing, number, status, queuedMs, record: JSON.stringify(execution) });
  },

  async remove(tx: WriteTransaction, { jobId: job, thing, number }: JobExecution): Promise<void> {
    await tx.run(removeExecution, { job, thing, number });
  },
};

const find = sql<{ job: string }, { record: string }>(
  "SELECT record FROM iot_jobs WHERE partition = :partition AND job = :job",
);
const list = sql<{ after: string; limit: number }, { record: string }>(
  "SELECT record FROM iot_jobs WHERE partition = :partition AND position > :after ORDER BY position LIMIT :limit",
);
const put = sql<{ job: string; position: string; record: string }>(
  `INSERT INTO iot_jobs (partition, job, position, record) VALUES (:partition, :job, :position, :record)
   ON CONFLICT (partition, job) DO UPDATE SET position = excluded.position, record = excluded.record`,
);
const remove = sql<{ job: string }>("DELETE FROM iot_jobs WHERE partition = :partition AND job = :job");
const removeExecutions = sql<{ job: string }>(
  "DELETE FROM iot_job_executions WHERE partition = :partition AND job = :job",
);
const findNewest = sql<{ job: string; thing: string }, { record: string }>(
  `SELECT record FROM iot_job_executions WHERE partition = :partition AND job = :job AND thing = :thing
   ORDER BY number DESC LIMIT 1`,
);
const findNumber = sql<{ job: string; thing: string; number: number }, { record: string }>(
  `SELECT record FROM iot_job_executions WHERE partition = :partition AND job = :job AND thing = :thing AND number = :number`,
);
const listForJob = sql<{ job: string; thing: string; number: number; limit: number }, { record: string }>(
  `SELECT record FROM iot_job_executions WHERE partition = :partition AND job = :job
   AND (thing > :thing OR (thing = :thing AND number > :number)) ORDER BY thing, number LIMIT :limit`,
);
const listForThing = sql<{ thing: string; job: string; number: number; limit: number }, { record: string }>(
  `SELECT record FROM iot_job_executions WHERE partition = :partition AND thing = :thing
   AND (job > :job OR (job = :job AND number > :number)) ORDER BY job, number LIMIT :limit`,
);
const listPending = sql<{ thing: string; status: string; limit: number }, { record: string }>(
  `SELECT record FROM iot_job_executions WHERE partition = :partition AND thing = :thing AND status = :status
   ORDER BY queued_ms, job LIMIT :limit`,
);
const listOfStatus = sql<{ job: string; status: string; limit: number }, { record: string }>(
  `SELECT record FROM iot_job_executions WHERE partition = :partition AND job = :job AND status = :status
   ORDER BY thing, number LIMIT :limit`,
);
const putExecution = sql<{
  job: string;
  thing: string;
  number: number;
  status: string;
  queuedMs: number;
  record: string;
}>(
  `INSERT INTO iot_job_executions (partition, job, thing, number, status, queued_ms, record)
   VALUES (:partition, :job, :thing, :number, :status, :queuedMs, :record)
   ON CONFLICT (partition, job, thing, number) DO UPDATE SET status = excluded.status, record = excluded.record`,
);
const removeExecution = sql<{ job: string; thing: string; number: number }>(
  "DELETE FROM iot_job_executions WHERE partition = :partition AND job = :job AND thing = :thing AND number = :number",
);
