import type { WriteTransaction } from "../../../storage/database.ts";
import { toEventEffect } from "../events/registry-events.ts";
import type { Change } from "./change.ts";
import type { Job, JobExecution } from "./job.ts";

/** Tells that a job has ended, if it has. Source: "Jobs events". */
export async function tellJob(tx: WriteTransaction, change: Change, before: Job, after: Job): Promise<void> {
  const kind = ended[after.status ?? ""];
  if (kind === undefined || before.status === after.status) return;
  await tellJobEvent(tx, change, after, kind);
}

export async function tellJobEvent(tx: WriteTransaction, change: Change, job: Job, kind: string): Promise<void> {
  const { id: jobId, status, counts, description, targetSelection, targets } = job;
  const processDetails = {
    numberOfCanceledThings: counts.CANCELED ?? 0,
    numberOfRejectedThings: counts.REJECTED ?? 0,
    numberOfFailedThings: counts.FAILED ?? 0,
    numberOfRemovedThings: counts.REMOVED ?? 0,
    numberOfSucceededThings: counts.SUCCEEDED ?? 0,
    numberOfTimedOutThings: counts.TIMED_OUT ?? 0,
  };
  const body = {
    operation: kind,
    jobId,
    status,
    targetSelection,
    targets,
    description: description ?? null,
    completedAt: job.completedMs === undefined ? undefined : Math.floor(job.completedMs / 1_000),
    createdAt: Math.floor(job.createdMs / 1_000),
    lastUpdatedAt: Math.floor(change.nowMs / 1_000),
    jobProcessDetails: processDetails,
  };
  const event = { type: "JOB" as const, topic: `job/${jobId}/${kind}`, body };
  await tx.emit(toEventEffect(change.newId(), change, event, change.nowMs));
}

/** Tells how a thing's execution has ended. */
export async function tellExecution(tx: WriteTransaction, change: Change, execution: JobExecution): Promise<void> {
  const { jobId, thing, number, status, statusDetails, version } = execution;
  const kind = status.toLowerCase();
  const body = {
    operation: kind,
    jobId,
    thingArn: `arn:aws:iot:${change.region}:${change.account}:thing/${thing}`,
    executionNumber: number,
    versionNumber: version,
    status,
    statusDetails,
  };
  const event = { type: "JOB_EXECUTION" as const, topic: `jobExecution/${jobId}/${kind}`, body };
  await tx.emit(toEventEffect(change.newId(), change, event, change.nowMs));
}

const ended: Readonly<Record<string, string>> = { COMPLETED: "completed", CANCELED: "canceled" };
