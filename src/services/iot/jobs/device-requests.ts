import type { JobExecutionStatus } from "@aws-sdk/client-iot";
import type { Place, ServiceHost } from "../../service.ts";
import { putExecution } from "./change-execution.ts";
import { isTerminal, type JobExecution, jobsKey } from "./job.ts";
import { JobRefusal } from "./job-refusal.ts";
import { executionStore, jobStore } from "./job-store.ts";
import { nextPending, toDescription, toSummary } from "./pending.ts";

type Host = Pick<ServiceHost, "storage" | "clock" | "random">;

export interface OfThing extends Place {
  readonly thing: string;
}

/** What a device asks, by MQTT or HTTP; of wrong types as it was sent. */
export interface DeviceRequest {
  readonly executionNumber?: unknown;
  readonly expectedVersion?: unknown;
  readonly includeJobDocument?: unknown;
  readonly includeJobExecutionState?: unknown;
  readonly status?: unknown;
  readonly statusDetails?: unknown;
  readonly stepTimeoutInMinutes?: unknown;
}

const mostPending = 100;

/** All that a thing has to do. */
export async function getPending({ storage }: Host, { thing, ...at }: OfThing) {
  return storage.partition(jobsKey(at)).read(async (tx) => ({
    inProgressJobs: (await executionStore.listPending(tx, thing, "IN_PROGRESS", mostPending)).map(toSummary),
    queuedJobs: (await executionStore.listPending(tx, thing, "QUEUED", mostPending)).map(toSummary),
  }));
}

/** One execution; `$next` is the one that is to be done next. Throws JobRefusal. */
export async function describe(
  { storage, clock }: Host,
  { thing, ...at }: OfThing,
  job: string,
  request: DeviceRequest,
) {
  const number = typeof request.executionNumber === "number" ? request.executionNumber : undefined;
  return storage.partition(jobsKey(at)).read(async (tx) => {
    const execution =
      job === "$next" ? await nextPending(tx, thing) : await executionStore.find(tx, { job, thing }, number);
    if (!execution && job === "$next") return {};
    if (!execution) throw notFound(job, thing);
    const withDocument = request.includeJobDocument !== false;
    const document = withDocument ? (await jobStore.find(tx, execution.jobId))?.document : undefined;
    return { execution: toDescription(execution, document, clock.nowMs()) };
  });
}

/** Begins the one that is next, or gives the one that is under way. Throws JobRefusal. */
export async function startNext(host: Host, { thing, ...at }: OfThing, request: DeviceRequest) {
  const { change, nowMs } = changeOf(host, at);
  const details = checkDetails(request.statusDetails);
  const stepMs = stepTimeoutMs(request);
  return host.storage.partition(jobsKey(at)).write(async (tx) => {
    const next = await nextPending(tx, thing);
    if (!next) return {};
    const job = await jobStore.find(tx, next.jobId);
    const started: JobExecution = {
      ...next,
      status: "IN_PROGRESS",
      statusDetails: details ?? next.statusDetails,
      startedMs: next.startedMs ?? nowMs,
      updatedMs: nowMs,
      version: next.version + 1,
      timeoutMs: timeoutOf(next, nowMs, stepMs, job?.timeoutConfig?.inProgressTimeoutInMinutes),
    };
    await putExecution(tx, change, next, started);
    return { execution: toDescription(started, job?.document, nowMs) };
  });
}

const settable: ReadonlySet<unknown> = new Set<JobExecutionStatus>(["IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"]);

/** Says how an execution goes on or how it ended. Throws JobRefusal. Source: "UpdateJobExecution". */
export async function update(host: Host, { thing, ...at }: OfThing, job: string, request: DeviceRequest) {
  const { status, expectedVersion, executionNumber, includeJobExecutionState, includeJobDocument } = request;
  if (!settable.has(status))
    throw new JobRefusal("InvalidRequest", `The status must be one of ${[...settable].join(", ")}.`);
  const { change, nowMs } = changeOf(host, at);
  const details = checkDetails(request.statusDetails);
  const stepMs = stepTimeoutMs(request);
  return host.storage.partition(jobsKey(at)).write(async (tx) => {
    const number = typeof executionNumber === "number" ? executionNumber : undefined;
    const execution = await executionStore.find(tx, { job, thing }, number);
    if (!execution) throw notFound(job, thing);
    if (isTerminal(execution.status))
      throw new JobRefusal("InvalidStateTransition", `The execution has ended as ${execution.status}.`, execution);
    if (expectedVersion !== undefined && expectedVersion !== null && Number(expectedVersion) !== execution.version)
      throw new JobRefusal(
        "VersionMismatch",
        "The expected version does not match the version of the execution.",
        execution,
      );
    const found = await jobStore.find(tx, job);
    const isRunning = status === "IN_PROGRESS";
    const changed: JobExecution = {
      ...execution,
      status: status as JobExecutionStatus,
      statusDetails: details ?? execution.statusDetails,
      startedMs: execution.startedMs ?? (isRunning ? nowMs : undefined),
      updatedMs: nowMs,
      version: execution.version + 1,
      timeoutMs: isRunning
        ? timeoutOf(execution, nowMs, stepMs, found?.timeoutConfig?.inProgressTimeoutInMinutes)
        : undefined,
    };
    await putExecution(tx, change, execution, changed);
    const { statusDetails, version: versionNumber } = changed;
    return {
      ...(includeJobExecutionState === true && {
        executionState: { status: changed.status, statusDetails, versionNumber },
      }),
      ...(includeJobDocument === true && { jobDocument: found?.document }),
    };
  });
}

function changeOf(host: Host, { account, region }: Place) {
  const nowMs = host.clock.nowMs();
  return { nowMs, change: { account, region, nowMs, newId: () => host.random.uuid() } };
}

/** A step's own time goes before the job's, which runs from the execution's start. */
function timeoutOf(
  { status, timeoutMs }: JobExecution,
  nowMs: number,
  stepMs: number | undefined,
  jobMinutes: number | undefined,
): number | undefined {
  if (stepMs !== undefined) return stepMs < 0 ? undefined : nowMs + stepMs;
  if (status === "IN_PROGRESS") return timeoutMs;
  return jobMinutes === undefined ? undefined : nowMs + jobMinutes * 60_000;
}

/** -1 takes the time away. */
function stepTimeoutMs({ stepTimeoutInMinutes: minutes }: DeviceRequest): number | undefined {
  if (minutes === undefined || minutes === null) return undefined;
  const isOfForm = typeof minutes === "number" && Number.isInteger(minutes) && minutes >= -1 && minutes <= 10_080;
  if (!isOfForm || minutes === 0) throw new JobRefusal("InvalidRequest", "The stepTimeoutInMinutes is invalid.");
  return minutes * 60_000;
}

function checkDetails(details: unknown): Readonly<Record<string, string>> | undefined {
  if (details === undefined || details === null) return undefined;
  const isOfForm =
    typeof details === "object" &&
    Object.keys(details).length <= 10 &&
    Object.entries(details).every(
      ([key, value]) => /^[a-zA-Z0-9:_-]{1,128}$/.test(key) && typeof value === "string" && value.length <= 1_024,
    );
  if (!isOfForm) throw new JobRefusal("InvalidRequest", "The statusDetails are invalid.");
  return details as Readonly<Record<string, string>>;
}

function notFound(job: string, thing: string): JobRefusal {
  return new JobRefusal("ResourceNotFound", `There is no execution of the job ${job} for the thing ${thing}.`);
}
