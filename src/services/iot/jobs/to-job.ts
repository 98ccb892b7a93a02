import type { JobExecution as AwsExecution, Job as AwsJob, JobExecutionSummary } from "@aws-sdk/client-iot";
import type { Place } from "../../service.ts";
import { iotArn } from "../registry/registry.ts";
import { type Job, type JobExecution, jobArn } from "./job.ts";

const date = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms));

/** As DescribeJob tells it. */
export function toJob(at: Place, job: Job): AwsJob {
  const { id, targets, targetSelection, status, description, counts, reasonCode, comment } = job;
  return {
    jobArn: jobArn(at, id),
    jobId: id,
    targetSelection,
    status,
    forceCanceled: job.isForceCanceled,
    reasonCode,
    comment,
    targets: [...targets],
    description,
    jobTemplateArn: job.templateArn,
    presignedUrlConfig: job.presignedUrlConfig,
    jobExecutionsRolloutConfig: job.rolloutConfig,
    abortConfig: job.abortConfig,
    createdAt: date(job.createdMs),
    lastUpdatedAt: date(job.updatedMs),
    completedAt: date(job.completedMs),
    jobProcessDetails: {
      processingTargets: status === "IN_PROGRESS" && !job.cursor.isDone ? targets.slice(job.cursor.target) : [],
      numberOfCanceledThings: counts.CANCELED ?? 0,
      numberOfSucceededThings: counts.SUCCEEDED ?? 0,
      numberOfFailedThings: counts.FAILED ?? 0,
      numberOfRejectedThings: counts.REJECTED ?? 0,
      numberOfQueuedThings: counts.QUEUED ?? 0,
      numberOfInProgressThings: counts.IN_PROGRESS ?? 0,
      numberOfRemovedThings: counts.REMOVED ?? 0,
      numberOfTimedOutThings: counts.TIMED_OUT ?? 0,
    },
    timeoutConfig: job.timeoutConfig,
    jobExecutionsRetryConfig: job.retryConfig,
    schedulingConfig: job.schedulingConfig,
    isConcurrent: false,
  };
}

export function toExecution(at: Place, execution: JobExecution, nowMs: number): AwsExecution {
  const { jobId, thing, status, statusDetails, timeoutMs } = execution;
  return {
    jobId,
    status,
    forceCanceled: execution.isForceCanceled,
    statusDetails: { detailsMap: { ...statusDetails } },
    thingArn: iotArn(at, `thing/${thing}`),
    queuedAt: date(execution.queuedMs),
    startedAt: date(execution.startedMs),
    lastUpdatedAt: date(execution.updatedMs),
    executionNumber: execution.number,
    versionNumber: execution.version,
    approximateSecondsBeforeTimedOut:
      timeoutMs === undefined ? undefined : Math.max(0, Math.floor((timeoutMs - nowMs) / 1_000)),
  };
}

export function toExecutionSummary(execution: JobExecution): JobExecutionSummary {
  const { status, number, retryAttempt } = execution;
  return {
    status,
    queuedAt: date(execution.queuedMs),
    startedAt: date(execution.startedMs),
    lastUpdatedAt: date(execution.updatedMs),
    executionNumber: number,
    retryAttempt,
  };
}
