import type {
  AbortConfig,
  JobExecutionStatus,
  JobExecutionsRetryConfig,
  JobExecutionsRolloutConfig,
  JobStatus,
  PresignedUrlConfig,
  SchedulingConfig,
  TargetSelection,
  TimeoutConfig,
} from "@aws-sdk/client-iot";
import type { PartitionKey } from "../../../storage/database.ts";
import type { Place } from "../../service.ts";
import type { Tags } from "../../tags.ts";
import { iotArn } from "../registry/registry.ts";

/** JSON. */
export interface Job {
  readonly id: string;
  readonly targets: readonly string[];
  readonly targetSelection: TargetSelection;
  readonly document: string;
  readonly documentSource: string | undefined;
  readonly description: string | undefined;
  /** What it was made from. */
  readonly templateArn?: string | undefined;
  readonly tags?: Tags;
  readonly status: JobStatus;
  readonly isForceCanceled: boolean;
  readonly reasonCode: string | undefined;
  readonly comment: string | undefined;
  readonly presignedUrlConfig: PresignedUrlConfig | undefined;
  readonly rolloutConfig: JobExecutionsRolloutConfig | undefined;
  readonly abortConfig: AbortConfig | undefined;
  readonly timeoutConfig: TimeoutConfig | undefined;
  readonly retryConfig: JobExecutionsRetryConfig | undefined;
  readonly schedulingConfig: SchedulingConfig | undefined;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly completedMs: number | undefined;
  readonly counts: Counts;
  /** How far the targets have got their executions. */
  readonly cursor: Cursor;
}

export interface Cursor {
  readonly target: number;
  /** Within a group. */
  readonly page: string | undefined;
  /** All targets have been gone through once. */
  readonly isDone: boolean;
}

export type Counts = Readonly<Partial<Record<JobExecutionStatus, number>>>;

/** All jobs of an account and region and their executions, so that an execution and its job's counts are one commit. */
export function jobsKey({ account, region }: Place): PartitionKey {
  return { account, region, kind: "iot.jobs", name: "" };
}

export function jobArn(at: Place, id: string): string {
  return iotArn(at, `job/${id}`);
}

/** Of one thing; it may be tried again under a further number. */
export interface JobExecution {
  readonly jobId: string;
  readonly thing: string;
  readonly number: number;
  readonly status: JobExecutionStatus;
  readonly statusDetails: Readonly<Record<string, string>>;
  readonly isForceCanceled: boolean;
  readonly queuedMs: number;
  readonly startedMs: number | undefined;
  readonly updatedMs: number;
  readonly version: number;
  readonly retryAttempt: number;
  /** Undefined while no time is running. */
  readonly timeoutMs: number | undefined;
}

const terminal: ReadonlySet<JobExecutionStatus> = new Set<JobExecutionStatus>([
  "SUCCEEDED",
  "FAILED",
  "TIMED_OUT",
  "REJECTED",
  "REMOVED",
  "CANCELED",
]);

export function isTerminal(status: JobExecutionStatus): boolean {
  return terminal.has(status);
}
