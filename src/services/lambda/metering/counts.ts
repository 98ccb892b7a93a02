import type { Place } from "../../service.ts";
import { latestVersion } from "../functions/function.ts";

/** What is counted of a function's events beside its invocations. */
export type FunctionCounter =
  | "AsyncEventsReceived"
  | "AsyncEventsDropped"
  | "DeadLetterErrors"
  | "DestinationDeliveryFailures"
  | "RecursiveInvocationsDropped";

/** Distinct values with how often each came. */
export type Distribution = Map<number, number>;

/** How many run now, and the most at one time since the counts were begun. */
export interface Gauge {
  now: number;
  most: number;
  /** How many ran at each instant of the span, where other servers run some, too (`joint-levels.ts`). */
  samples?: number[];
}

/** Counts of one minute of one account in one region, and what runs of it now. */
export interface PlaceCounts {
  readonly at: Place;
  minuteMs: number;
  running: Gauge;
  runningUnreserved: Gauge;
  runningProvisioned: Gauge;
  /** What is reserved or provisioned. */
  claimed: number;
  /** That and the unreserved in progress. */
  mostClaimed: number;
  functions: Map<string, FunctionCounts>;
}

/** Counts of one minute of one function, and what runs of it now. */
export interface FunctionCounts {
  readonly name: string;
  readonly running: Gauge;
  readonly runningProvisioned: Gauge;
  /** By what it was invoked by: an alias, a version, or nothing (""). */
  readonly resources: Map<string, ResourceCounts>;
}

/** What was asked for by one name of the function. */
export interface ResourceCounts {
  readonly qualifier: string | undefined;
  readonly running: Gauge;
  readonly counters: Map<FunctionCounter, number>;
  readonly eventAges: Distribution;
  /** Of the last record of each batch of a stream. */
  readonly iteratorAges: Distribution;
  /** By the version that was run: an alias may lead to two. */
  readonly versions: Map<string, VersionCounts>;
  /** Of one that has provisioned concurrency. */
  provisioned: ProvisionedCounts | undefined;
}

/** Counts of one version as it was invoked by one name. */
export interface VersionCounts {
  readonly version: string;
  readonly running: Gauge;
  invocations: number;
  errors: number;
  throttles: number;
  provisionedInvocations: number;
  spilloverInvocations: number;
  readonly durations: Distribution;
  readonly postRuntimeExtensions: Distribution;
}

/** What runs in the environments of one provisioned concurrency, of how many. */
export interface ProvisionedCounts {
  requested: number;
  readonly running: Gauge;
}

export function createGauge(former?: Gauge): Gauge {
  return { now: former?.now ?? 0, most: former?.now ?? 0 };
}

export function rise(gauge: Gauge): void {
  gauge.now += 1;
  if (gauge.now > gauge.most) gauge.most = gauge.now;
}

export function fall(gauge: Gauge): void {
  gauge.now -= 1;
}

/** Every gauge of the place by which something runs. */
export function* runningGauges(place: PlaceCounts): Generator<Gauge> {
  yield place.running;
  yield place.runningUnreserved;
  yield place.runningProvisioned;
  for (const counts of place.functions.values()) {
    if (counts.running.now === 0) continue;
    yield counts.running;
    yield counts.runningProvisioned;
    for (const { running, provisioned, versions } of counts.resources.values()) {
      yield running;
      if (provisioned) yield provisioned.running;
      for (const version of versions.values()) yield version.running;
    }
  }
}

/** Those of a new minute: only what runs goes over from the former one. */
export function createFunctionCounts(name: string, former?: FunctionCounts): FunctionCounts {
  return {
    name,
    running: createGauge(former?.running),
    runningProvisioned: createGauge(former?.runningProvisioned),
    resources: stillRunning(former?.resources, (resource) => createResourceCounts(resource.qualifier, resource)),
  };
}

export function functionCounts(place: PlaceCounts, name: string): FunctionCounts {
  let counts = place.functions.get(name);
  if (!counts) {
    counts = createFunctionCounts(name);
    place.functions.set(name, counts);
  }
  return counts;
}

/** The counts of what the function was invoked by: an unqualified name and `$LATEST` are one. */
export function resourceCounts(counts: FunctionCounts, asked: string | undefined): ResourceCounts {
  const qualifier = asked === latestVersion ? undefined : asked;
  const key = qualifier ?? "";
  let resource = counts.resources.get(key);
  if (!resource) {
    resource = createResourceCounts(qualifier);
    counts.resources.set(key, resource);
  }
  return resource;
}

export function versionCounts(resource: ResourceCounts, version: string): VersionCounts {
  let counts = resource.versions.get(version);
  if (!counts) {
    counts = createVersionCounts(version);
    resource.versions.set(version, counts);
  }
  return counts;
}

/** One more runs in an environment that was provisioned, of so many. */
export function startProvisioned(resource: ResourceCounts, requested: number): void {
  resource.provisioned ??= { requested, running: createGauge() };
  resource.provisioned.requested = requested;
  rise(resource.provisioned.running);
}

export function addTo(distribution: Distribution, value: number, count = 1): void {
  distribution.set(value, (distribution.get(value) ?? 0) + count);
}

function createResourceCounts(qualifier: string | undefined, former?: ResourceCounts): ResourceCounts {
  const provisioned = former?.provisioned;
  return {
    qualifier,
    running: createGauge(former?.running),
    counters: new Map(),
    eventAges: new Map(),
    iteratorAges: new Map(),
    versions: stillRunning(former?.versions, ({ version, running }) => createVersionCounts(version, running)),
    provisioned:
      provisioned && provisioned.running.now > 0
        ? { requested: provisioned.requested, running: createGauge(provisioned.running) }
        : undefined,
  };
}

function createVersionCounts(version: string, running?: Gauge): VersionCounts {
  return {
    version,
    running: createGauge(running),
    invocations: 0,
    errors: 0,
    throttles: 0,
    provisionedInvocations: 0,
    spilloverInvocations: 0,
    durations: new Map(),
    postRuntimeExtensions: new Map(),
  };
}

function stillRunning<Counts extends { readonly running: Gauge }>(
  former: ReadonlyMap<string, Counts> | undefined,
  renew: (counts: Counts) => Counts,
): Map<string, Counts> {
  const renewed = new Map<string, Counts>();
  for (const [key, counts] of former ?? []) if (counts.running.now > 0) renewed.set(key, renew(counts));
  return renewed;
}
