import { eventBytes } from "./event-page.ts";
import { invalidParameter } from "./errors.ts";
import { limits } from "./limits.ts";
import { expiryMs, type LogGroup } from "./log-group.ts";
import type { StoredEvent } from "./chunk-store.ts";

export interface RejectedEvents {
  readonly tooNewLogEventStartIndex?: number;
  readonly tooOldLogEventEndIndex?: number;
  readonly expiredLogEventEndIndex?: number;
}

/** Refuses a batch that breaks a rule as a whole. Source: "PutLogEvents". */
export function checkBatch(events: readonly StoredEvent[]): void {
  const bytes = events.reduce((sum, [, message]) => sum + eventBytes(message), 0);
  if (bytes > limits.batchBytes) {
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${limits.batchBytes}`);
  }
  for (let index = 1; index < events.length; index++) {
    if (timeOf(events[index]) < timeOf(events[index - 1])) {
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    }
  }
  if (timeOf(events.at(-1)) - timeOf(events[0]) > limits.batchSpanMs) {
    throw invalidParameter(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  }
}

/**
 * Leaves out what is too old, expired or too new, which does not fail the batch. The events are in the order of time, so each
 * of these is a run at one end. The old ones' index is exclusive, the new ones' inclusive.
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
