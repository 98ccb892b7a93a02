import { limits } from "../limits.ts";
import type { StoredEvent } from "./event-store.ts";

const firstDeferralMs = 1_000;
const longestDeferralMs = 5 * 60_000;

/**
 * When an event is tried again: after the function's error one and two minutes later, and then no more; after a throttle or a
 * fault of the platform with delays that grow from 1 second to 5 minutes, as long as the event is young enough.
 * Undefined if it is given up. Source: "How Lambda handles errors and retries with asynchronous invocation".
 */
export function nextAttempt(
  event: StoredEvent,
  attempt: "failed" | "deferred",
  nowMs: number,
): StoredEvent | undefined {
  const { retries, retryDelaysMs, eventAgeMs } = limits.asynchronous;
  const failures = event.failures + (attempt === "failed" ? 1 : 0);
  const deferrals = attempt === "deferred" ? event.deferrals + 1 : 0;
  if (failures > retries) return undefined;
  const delayMs =
    attempt === "failed"
      ? (retryDelaysMs[failures - 1] ?? 0)
      : Math.min(longestDeferralMs, firstDeferralMs * 2 ** (deferrals - 1));
  const dueMs = nowMs + delayMs;
  if (dueMs - event.acceptedMs > eventAgeMs) return undefined;
  return { ...event, failures, deferrals, dueMs };
}
