import type { JobExecutionStatus } from "@aws-sdk/client-iot";
import type { WriteTransaction } from "../../../storage/database.ts";
import type { Change } from "./change.ts";
import { isTerminal, type Job, type JobExecution } from "./job.ts";
import { tellExecution, tellJob } from "./job-events.ts";
import { executionStore, jobStore } from "./job-store.ts";
import { toNotifyEffect } from "./notify.ts";

/** A thing's new execution, queued. Gives the job with its counts. */
export async function queueExecution(
  tx: WriteTransaction,
  change: Change,
  job: Job,
  { thing, number, retryAttempt }: Pick<JobExecution, "thing" | "number" | "retryAttempt">,
): Promise<Job> {
  const execution: JobExecution = {
    jobId: job.id,
    thing,
    number,
    status: "QUEUED",
    statusDetails: {},
    isForceCanceled: false,
    queuedMs: change.nowMs,
    startedMs: undefined,
    updatedMs: change.nowMs,
    version: 1,
    retryAttempt,
    timeoutMs: undefined,
  };
  await executionStore.put(tx, execution);
  await tx.emit(toNotifyEffect(change.newId(), change, thing));
  return { ...job, counts: counted(job, undefined, "QUEUED") };
}

/** Puts an execution that has changed, with all that follows: counts, the thing's word, another try, the job's end or its abortion. */
export async function putExecution(
  tx: WriteTransaction,
  change: Change,
  before: JobExecution,
  after: JobExecution,
): Promise<void> {
  await executionStore.put(tx, after);
  await setTimeoutTimer(tx, before, after);
  if (before.status === after.status) return;
  const found = await jobStore.find(tx, after.jobId);
  if (!found) return;
  let job: Job = { ...found, counts: counted(found, before.status, after.status) };
  await tx.emit(toNotifyEffect(change.newId(), change, after.thing));
  if (isTerminal(after.status)) {
    await tellExecution(tx, change, after);
    if (mayRetry(job, after))
      job = await queueExecution(tx, change, job, {
        thing: after.thing,
        number: after.number + 1,
        retryAttempt: after.retryAttempt + 1,
      });
    if (isToAbort(job))
      job = await cancelQueued(tx, change, { ...job, status: "CANCELED", reasonCode: "ABORTED" }, false);
    job = completed(job, change.nowMs);
    await tellJob(tx, change, found, job);
  }
  await jobStore.put(tx, job);
}

/** Executions that have not begun, and with `force` those that have. Gives the job with its counts. */
export async function cancelQueued(tx: WriteTransaction, change: Change, job: Job, force: boolean): Promise<Job> {
  let changed: Job = { ...job, updatedMs: change.nowMs, completedMs: job.completedMs ?? change.nowMs };
  for (const status of force ? (["QUEUED", "IN_PROGRESS"] as const) : (["QUEUED"] as const)) {
    for (;;) {
      const page = await executionStore.listOfStatus(tx, job.id, status, 200);
      for (const execution of page) {
        const canceled: JobExecution = {
          ...execution,
          status: "CANCELED",
          isForceCanceled: force,
          updatedMs: change.nowMs,
          version: execution.version + 1,
          timeoutMs: undefined,
        };
        await executionStore.put(tx, canceled);
        await setTimeoutTimer(tx, execution, canceled);
        await tx.emit(toNotifyEffect(change.newId(), change, execution.thing));
        await tellExecution(tx, change, canceled);
        changed = { ...changed, counts: counted(changed, status, "CANCELED") };
      }
      if (page.length < 200) break;
    }
  }
  return changed;
}

/** A job for those that were its targets ends when all its executions have. */
export function completed(job: Job, nowMs: number): Job {
  const { QUEUED = 0, IN_PROGRESS = 0 } = job.counts;
  if (job.status !== "IN_PROGRESS" || job.targetSelection !== "SNAPSHOT" || !job.cursor.isDone) return job;
  return QUEUED + IN_PROGRESS > 0 ? job : { ...job, status: "COMPLETED", updatedMs: nowMs, completedMs: nowMs };
}

export function counted(
  job: Job,
  from: JobExecutionStatus | undefined,
  to: JobExecutionStatus | undefined,
): Job["counts"] {
  return {
    ...job.counts,
    ...(from && { [from]: (job.counts[from] ?? 0) - 1 }),
    ...(to && { [to]: (job.counts[to] ?? 0) + 1 }),
  };
}

function mayRetry({ retryConfig, status }: Job, execution: JobExecution): boolean {
  if (status !== "IN_PROGRESS" || (execution.status !== "FAILED" && execution.status !== "TIMED_OUT")) return false;
  const retries = retryConfig?.criteriaList?.find(
    ({ failureType }) => failureType === execution.status || failureType === "ALL",
  )?.numberOfRetries;
  return execution.retryAttempt < (retries ?? 0);
}

/** Source: "Job rollout, scheduling, and abort configurations". */
function isToAbort({ abortConfig, status, counts }: Job): boolean {
  if (status !== "IN_PROGRESS") return false;
  const { SUCCEEDED = 0, FAILED = 0, REJECTED = 0, TIMED_OUT = 0, CANCELED = 0 } = counts;
  const executed = SUCCEEDED + FAILED + REJECTED + TIMED_OUT + CANCELED;
  return (abortConfig?.criteriaList ?? []).some((criteria) => {
    const { failureType, thresholdPercentage = 100, minNumberOfExecutedThings = 1 } = criteria;
    const failed = failureType === "ALL" ? FAILED + REJECTED + TIMED_OUT : (counts[failureType as "FAILED"] ?? 0);
    return executed >= minNumberOfExecutedThings && (failed * 100) / executed >= thresholdPercentage;
  });
}

async function setTimeoutTimer(tx: WriteTransaction, before: JobExecution, after: JobExecution): Promise<void> {
  if (before.timeoutMs === after.timeoutMs) return;
  const key = `${after.jobId} ${after.thing} ${after.number}`;
  if (after.timeoutMs === undefined) await tx.cancelTimer("iot.job-timeout", key);
  else await tx.setTimer({ kind: "iot.job-timeout", key, dueMs: after.timeoutMs, payload: "" });
}
