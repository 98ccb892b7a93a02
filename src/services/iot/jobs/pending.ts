import type { ReadTransaction } from "../../../storage/database.ts";
import type { JobExecution } from "./job.ts";
import { executionStore } from "./job-store.ts";

/** The one that is under way, or else the one that waits the longest. */
export async function nextPending(tx: ReadTransaction, thing: string): Promise<JobExecution | undefined> {
  const [running] = await executionStore.listPending(tx, thing, "IN_PROGRESS", 1);
  if (running) return running;
  const [queued] = await executionStore.listPending(tx, thing, "QUEUED", 1);
  return queued;
}

const seconds = (ms: number) => Math.floor(ms / 1_000);

/** Of a list of pending ones, as devices see it. */
export function toSummary({ jobId, queuedMs, startedMs, updatedMs, version, number }: JobExecution) {
  return {
    jobId,
    queuedAt: seconds(queuedMs),
    ...(startedMs !== undefined && { startedAt: seconds(startedMs) }),
    lastUpdatedAt: seconds(updatedMs),
    versionNumber: version,
    executionNumber: number,
  };
}

/** All of one, as its device sees it. */
export function toDescription(execution: JobExecution, document: string | undefined, nowMs?: number) {
  const { thing, status, statusDetails, timeoutMs } = execution;
  return {
    ...toSummary(execution),
    thingName: thing,
    status,
    ...(Object.keys(statusDetails).length > 0 && { statusDetails }),
    ...(timeoutMs !== undefined &&
      nowMs !== undefined && { approximateSecondsBeforeTimedOut: Math.max(0, seconds(timeoutMs - nowMs)) }),
    ...(document !== undefined && { jobDocument: toJson(document) }),
  };
}

/** A document is JSON; one that is not is a text. */
function toJson(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch {
    return document;
  }
}
