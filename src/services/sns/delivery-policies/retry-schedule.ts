/** The four phases of a delivery that fails: at once, before the back-off, the back-off, after it. Source: "Amazon SNS message delivery retries". */
export interface RetryPhases {
  readonly immediate: number;
  readonly atFirst: number;
  readonly backoff: number;
  readonly atLast: number;
  readonly firstSeconds: number;
  readonly lastSeconds: number;
  readonly backoffFunction: "linear" | "arithmetic" | "geometric" | "exponential";
}

export interface RetrySchedule {
  readonly retries: number;
  /** Before a retry, of which the first is 1; undefined where there are no more. */
  delayMs(retry: number): number | undefined;
}

export function retryPhases(phases: RetryPhases): RetrySchedule {
  const { immediate, atFirst, backoff, atLast, firstSeconds, lastSeconds } = phases;
  const retries = immediate + atFirst + backoff + atLast;
  return {
    retries,
    delayMs: (retry) => {
      if (retry > retries) return undefined;
      if (retry <= immediate) return 0;
      if (retry <= immediate + atFirst) return firstSeconds * 1_000;
      const step = retry - immediate - atFirst;
      const seconds = step > backoff ? lastSeconds : backoffSeconds(phases, step);
      return Math.round(seconds * 1_000);
    },
  };
}

/** From the shortest delay to the longest, by a curve. `step` counts from 1 to `backoff`. Source: the figure of "Amazon SNS message delivery retries". */
function backoffSeconds({ backoff, firstSeconds, lastSeconds, backoffFunction }: RetryPhases, step: number): number {
  if (backoff < 2 || firstSeconds >= lastSeconds) return firstSeconds;
  const part = (step - 1) / (backoff - 1);
  const span = lastSeconds - firstSeconds;
  switch (backoffFunction) {
    case "linear":
      return firstSeconds + span * part;
    case "arithmetic":
      return firstSeconds + (span * step * (step - 1)) / (backoff * (backoff - 1));
    case "geometric":
      return firstSeconds * (lastSeconds / firstSeconds) ** part;
    case "exponential":
      return firstSeconds + (span * (2 ** (step - 1) - 1)) / (2 ** (backoff - 1) - 1);
  }
}

/** 100,015 tries over 23 days. */
export const managedServices = retryPhases({
  immediate: 3,
  atFirst: 2,
  backoff: 10,
  atLast: 100_000,
  firstSeconds: 1,
  lastSeconds: 20,
  backoffFunction: "exponential",
});
