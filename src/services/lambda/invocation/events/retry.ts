import type { StoredEvent } from "./event-store.ts";

const firstDeferralMs = 1_000;
const longestDeferralMs = 5 * 60_000;

export interface RetryRule {
  /** After the first attempt. */
  readonly retries: number;
  /** Before the first retry; doubled before the second. */
  readonly firstDelayMs: number;
  readonly ageMs: number;
}

/**
 * When an event is tried again: after the function's error one and two minutes later, and then no more; after a throttle or a
 * fault of the platform with delays that grow from 1 second to 5 minutes, as long as the event is young enough.
 * Gives the reason if it is given up. Source: "How Lambda handles errors and retries with asynchronous invocation".
 */
export function nextAttempt(
  event: StoredEvent,
  attempt: "failed" | "deferred",
  rule: RetryRule,
  nowMs: number,
): StoredEvent | "RetriesExhausted" | "EventAgeExceeded" {
  const failures = event.failures + (attempt === "failed" ? 1 : 0);
  const deferrals = attempt === "deferred" ? event.deferrals + 1 : 0;
  if (failures > rule.retries) return "RetriesExhausted";
  const delayMs = attempt === "failed" ? rule.firstDelayMs * 2 ** (failures - 1) : deferralMs(deferrals);
  const dueMs = nowMs + delayMs;
  if (dueMs - event.acceptedMs > rule.ageMs) return "EventAgeExceeded";
  return { ...event, failures, deferrals, dueMs };
}

/** How long to wait after so many attempts, one after the other, that the platform could not make. */
export function deferralMs(deferrals: number): number {
  return Math.min(longestDeferralMs, firstDeferralMs * 2 ** (deferrals - 1));
}
