/** What is counted of a function without regard to its version. */
export type FunctionCounter =
  | "AsyncEventsReceived"
  | "AsyncEventsDropped"
  | "DeadLetterErrors"
  | "DestinationDeliveryFailures"
  | "RecursiveInvocationsDropped";

/** Distinct values with how often each came. */
export type Distribution = Map<number, number>;

/** Counts of one minute of one version as it was invoked by one name. */
export interface TargetCounts {
  readonly qualifier: string | undefined;
  readonly version: string;
  invocations: number;
  errors: number;
  throttles: number;
  provisionedInvocations: number;
  spilloverInvocations: number;
  readonly durations: Distribution;
}

/** Counts of one minute of one function, and what runs of it now. */
export interface FunctionCounts {
  readonly name: string;
  inFlight: number;
  mostInFlight: number;
  readonly targets: Map<string, TargetCounts>;
  readonly counters: Map<FunctionCounter, number>;
  readonly eventAges: Distribution;
}

export function createFunctionCounts(name: string, inFlight: number): FunctionCounts {
  return {
    name,
    inFlight,
    mostInFlight: 0,
    targets: new Map(),
    counters: new Map(),
    eventAges: new Map(),
  };
}

/** The counts of the version as it was asked for. */
export function targetCounts(counts: FunctionCounts, qualifier: string | undefined, version: string): TargetCounts {
  const key = qualifier === undefined ? "" : `${qualifier}/${version}`;
  let target = counts.targets.get(key);
  if (!target) {
    target = {
      qualifier,
      version,
      invocations: 0,
      errors: 0,
      throttles: 0,
      provisionedInvocations: 0,
      spilloverInvocations: 0,
      durations: new Map(),
    };
    counts.targets.set(key, target);
  }
  return target;
}

export function addTo(distribution: Distribution, value: number, count = 1): void {
  distribution.set(value, (distribution.get(value) ?? 0) + count);
}
