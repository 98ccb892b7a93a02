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
  readonly postRuntimeExtensions: Distribution;
}

/** Counts of one minute of one function, and what runs of it now. */
export interface FunctionCounts {
  readonly name: string;
  inFlight: number;
  mostInFlight: number;
  readonly targets: Map<string, TargetCounts>;
  readonly counters: Map<FunctionCounter, number>;
  readonly eventAges: Distribution;
  /** By what it is provisioned for: alias or version. */
  readonly provisioned: Map<string, ProvisionedCounts>;
}

/** What runs in the environments of one provisioned concurrency. */
export interface ProvisionedCounts {
  readonly requested: number;
  inFlight: number;
  mostInFlight: number;
}

/** Those of a new minute: only what runs goes over from the former one. */
export function createFunctionCounts(name: string, former?: FunctionCounts): FunctionCounts {
  const provisioned = new Map<string, ProvisionedCounts>();
  for (const [qualifier, counts] of former?.provisioned ?? []) {
    if (counts.inFlight > 0) provisioned.set(qualifier, { ...counts, mostInFlight: 0 });
  }
  return {
    name,
    inFlight: former?.inFlight ?? 0,
    mostInFlight: 0,
    provisioned,
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
      postRuntimeExtensions: new Map(),
    };
    counts.targets.set(key, target);
  }
  return target;
}

/** One more runs in an environment that was provisioned, of so many. */
export function startProvisioned(counts: FunctionCounts, qualifier: string, requested: number): void {
  const former = counts.provisioned.get(qualifier) ?? { inFlight: 0, mostInFlight: 0 };
  const inFlight = former.inFlight + 1;
  const mostInFlight = Math.max(former.mostInFlight, inFlight);
  counts.provisioned.set(qualifier, { requested, inFlight, mostInFlight });
}

export function endProvisioned(counts: FunctionCounts, qualifier: string): void {
  const provisioned = counts.provisioned.get(qualifier);
  if (provisioned) provisioned.inFlight -= 1;
}

export function addTo(distribution: Distribution, value: number, count = 1): void {
  distribution.set(value, (distribution.get(value) ?? 0) + count);
}
