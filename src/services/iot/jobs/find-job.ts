import type { ReadTransaction } from "../../../storage/database.ts";
import { resourceNotFound } from "../errors.ts";
import type { Job, JobExecution } from "./job.ts";
import { executionStore, jobStore } from "./job-store.ts";

export async function findJob(tx: ReadTransaction, jobId: string): Promise<Job> {
  const job = await jobStore.find(tx, jobId);
  if (!job) throw resourceNotFound(`Job ${jobId} cannot be found.`);
  return job;
}

export async function findExecution(
  tx: ReadTransaction,
  job: string,
  thing: string,
  number?: number,
): Promise<JobExecution> {
  const execution = await executionStore.find(tx, { job, thing }, number);
  if (!execution) throw resourceNotFound(`There is no execution of the job ${job} for the thing ${thing}.`);
  return execution;
}
