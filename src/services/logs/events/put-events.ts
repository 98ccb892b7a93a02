import { invalidParameter } from "../errors.ts";
import { expiryMs, type LogGroup } from "../groups/log-group.ts";
import { limits } from "../limits.ts";
import type { StoredEvent } from "./chunk-store.ts";
import { eventBytes } from "./event-page.ts";

export interface RejectedEvents {
  readonly tooNewLogEventStartIndex?: number;
  readonly tooOldLogEventEndIndex?: number;
  readonly expiredLogEventEndIndex?: number;
}

/** Refuses a batch that breaks a rule as a whole. Source: "PutLogEvents". */
export function checkBatch(events: readonly StoredEvent[]): void {
  let bytes = 0;
  let previousMs = Number.NEGATIVE_INFINITY;
  for (const [timestampMs, message] of events) {
    bytes += eventBytes(message);
    if (timestampMs < previousMs) {
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
    previousMs = timestampMs;
  }
  if (bytes > limits.batchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${limits.batchBytes}`);
  }
}

/**
 * Leaves out what is too old, expired or too new, which does not fail the batch. The events are in the order of time, so each
 * of these is a run at one end. The old ones' index is exclusive, the new ones' inclusive. What is left may span a day.
 */
export function takeAcceptable(
  events: readonly StoredEvent[],
  group: LogGroup,
  nowMs: number,
): { accepted: readonly StoredEvent[]; rejected: RejectedEvents | undefined } {
  const before = (limitMs: number) => countBefore(events, limitMs);
  const tooOld = before(nowMs - limits.eventMaxAgeMs);
  const expired = before(expiryMs(group, nowMs));
  const tooNewAt = before(nowMs + limits.eventMaxAheadMs + 1);
  const accepted = events.slice(Math.max(tooOld, expired), tooNewAt);
  if (timeOf(accepted.at(-1)) - timeOf(accepted[0]) > limits.batchSpanMs) {
    throw invalidParameter("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  if (accepted.length === events.length) return { accepted, rejected: undefined };
  const rejected: RejectedEvents = {
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
    ...(tooNewAt < events.length && { tooNewLogEventStartIndex: tooNewAt }),
  };
  return { accepted, rejected };
}

function countBefore(events: readonly StoredEvent[], limitMs: number): number {
  const index = events.findIndex(([timestampMs]) => timestampMs >= limitMs);
  return index < 0 ? events.length : index;
}

function timeOf(event: StoredEvent | undefined): number {
  return event?.[0] ?? 0;
}
