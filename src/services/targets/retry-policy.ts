/** How often, and for how long, a delivery is tried again. JSON: it is kept with the delivery, as it was when the event happened. */
export interface RetryPolicy {
  /** Tries after the first. */
  readonly retries: number;
  /** From the event on; no try is made after it. */
  readonly ageMs?: number;
  /** Before the first retry; doubled before each further one. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** What becomes of it then, if it has no dead-letter queue: parked, for whoever runs Squall to see to, or given up as AWS does. */
  readonly exhausted: "park" | "drop";
}

/** For deliveries of which AWS says nothing: some 19 minutes, and then it is parked. */
export const untilParked: RetryPolicy = {
  retries: 11,
  firstDelayMs: 1_000,
  longestDelayMs: 5 * 60_000,
  exhausted: "park",
};

/** Why there are no more tries, in EventBridge's words for it. */
export type ExhaustedBy = "MaximumRetryAttempts" | "MaximumEventAgeInSeconds";

/** When the next try is, after so many that failed; `askedMs`: when the target says it is worth one. */
export function nextTryMs(
  policy: RetryPolicy,
  { tries, firstMs, nowMs, askedMs }: { tries: number; firstMs: number; nowMs: number; askedMs: number | undefined },
): number | ExhaustedBy {
  if (tries > policy.retries) return "MaximumRetryAttempts";
  const delayMs = Math.min(policy.firstDelayMs * 2 ** (tries - 1), policy.longestDelayMs);
  const atMs = Math.max(nowMs + delayMs, askedMs ?? 0);
  if (policy.ageMs !== undefined && atMs - firstMs > policy.ageMs) return "MaximumEventAgeInSeconds";
  return atMs;
}

/** When one is tried that could not be, at `askedMs`. */
export function postponedMs(
  { ageMs }: RetryPolicy,
  { firstMs, askedMs }: { firstMs: number; askedMs: number },
): number | ExhaustedBy {
  return ageMs !== undefined && askedMs - firstMs > ageMs ? "MaximumEventAgeInSeconds" : askedMs;
}
