import { isNamed } from "../../../platform/aws-error.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { FunctionRecord } from "../functions/function.ts";
import type { Target } from "../invocation/invoker.ts";
import {
  addTo,
  createFunctionCounts,
  endProvisioned,
  type FunctionCounter,
  type FunctionCounts,
  startProvisioned,
  targetCounts,
} from "./function-metrics.ts";
import type { MeteredInvocation } from "./metered-invocation.ts";
import { type MetricDatum, toMetricData } from "./to-metric-data.ts";

const minuteMs = 60_000;
/** PutMetricData takes this many at a time. */
const dataPerCall = 1_000;

/** Counts of one minute of one account in one region, and what runs of it now. */
export interface PlaceCounts {
  readonly at: Place;
  minuteMs: number;
  inFlight: number;
  mostInFlight: number;
  unreservedInFlight: number;
  mostUnreservedInFlight: number;
  /** Unreserved in progress, and all that is reserved or provisioned. */
  mostClaimed: number;
  functions: Map<string, FunctionCounts>;
}

/**
 * Lambda's metrics in CloudWatch, added up by minute before they are sent: an invocation costs a few additions.
 * Source: "Types of metrics for Lambda functions".
 */
export class Metrics {
  readonly #host: ServiceHost;
  readonly #places = new Map<string, PlaceCounts>();
  #ready: { at: Place; data: MetricDatum[] }[] = [];

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** `claimed` is the concurrency that functions of the account have for themselves. */
  started({ record, qualifier, known }: Target, isProvisioned: boolean, claimed: number): void {
    const { reservedConcurrency, provisioned } = known.family;
    const place = this.#placeOf(record);
    place.inFlight += 1;
    place.mostInFlight = Math.max(place.mostInFlight, place.inFlight);
    if (reservedConcurrency === undefined && !isProvisioned) {
      place.unreservedInFlight += 1;
      place.mostUnreservedInFlight = Math.max(place.mostUnreservedInFlight, place.unreservedInFlight);
    }
    place.mostClaimed = Math.max(place.mostClaimed, place.unreservedInFlight + claimed);
    const counts = functionOf(place, record.name);
    counts.inFlight += 1;
    counts.mostInFlight = Math.max(counts.mostInFlight, counts.inFlight);
    if (isProvisioned && qualifier) startProvisioned(counts, qualifier, provisioned[qualifier]?.requested ?? 1);
  }

  left({ record, qualifier, known }: Target, isProvisioned: boolean): void {
    const place = this.#placeOf(record);
    place.inFlight -= 1;
    if (known.family.reservedConcurrency === undefined && !isProvisioned) place.unreservedInFlight -= 1;
    const counts = functionOf(place, record.name);
    counts.inFlight -= 1;
    if (isProvisioned && qualifier) endProvisioned(counts, qualifier);
  }

  finished(invoked: Target, invocation: MeteredInvocation): void {
    const { record, qualifier } = invoked;
    const { family } = invoked.known;
    this.left(invoked, invocation.provisioned);
    const counts = functionOf(this.#placeOf(record), record.name);
    const target = targetCounts(counts, qualifier, record.version);
    target.invocations += 1;
    if (invocation.failed) target.errors += 1;
    // As precise as REPORT tells it: so that equal ones meet.
    addTo(target.durations, toHundredths(invocation.durationMs));
    const { postRuntimeExtensionsMs } = invocation;
    if (postRuntimeExtensionsMs !== undefined)
      addTo(target.postRuntimeExtensions, toHundredths(postRuntimeExtensionsMs));
    if (invocation.provisioned) target.provisionedInvocations += 1;
    else if (qualifier !== undefined && family.provisioned[qualifier]) target.spilloverInvocations += 1;
  }

  throttled({ record, qualifier }: Target): void {
    targetCounts(functionOf(this.#placeOf(record), record.name), qualifier, record.version).throttles += 1;
  }

  count(of: Pick<FunctionRecord, "account" | "region" | "name">, counter: FunctionCounter): void {
    const { counters } = functionOf(this.#placeOf(of), of.name);
    counters.set(counter, (counters.get(counter) ?? 0) + 1);
  }

  eventAge(of: Pick<FunctionRecord, "account" | "region" | "name">, ageMs: number): void {
    addTo(functionOf(this.#placeOf(of), of.name).eventAges, ageMs);
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async send(): Promise<void> {
    for (const place of this.#places.values()) this.#close(place);
    const ready = this.#ready;
    this.#ready = [];
    for (const { at, data } of ready) {
      for (let from = 0; from < data.length; from += dataPerCall)
        await this.#put(at, data.slice(from, from + dataPerCall));
    }
  }

  reset(): void {
    this.#places.clear();
    this.#ready = [];
  }

  async #put(at: Place, data: readonly MetricDatum[]): Promise<void> {
    const as = { ...at, principal: servicePrincipal("lambda.amazonaws.com", at.account) };
    try {
      await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/Lambda", MetricData: [...data] }, as);
    } catch (error) {
      // A server without the service has no metrics.
      if (isNamed(error, "InternalFailure")) return;
      this.#host.log.warn("metrics could not be sent", { error: String(error) });
    }
  }

  #placeOf({ account, region }: Place): PlaceCounts {
    const key = `${account}/${region}`;
    const nowMs = this.#host.clock.nowMs();
    const minute = nowMs - (nowMs % minuteMs);
    let place = this.#places.get(key);
    if (!place) {
      place = {
        at: { account, region },
        minuteMs: minute,
        inFlight: 0,
        mostInFlight: 0,
        unreservedInFlight: 0,
        mostUnreservedInFlight: 0,
        mostClaimed: 0,
        functions: new Map(),
      };
      this.#places.set(key, place);
    } else if (place.minuteMs !== minute) {
      this.#close(place);
      place.minuteMs = minute;
    }
    return place;
  }

  /** Makes data of what was counted, and begins anew with what is running. */
  #close(place: PlaceCounts): void {
    const data = toMetricData(place);
    if (data.length > 0) this.#ready.push({ at: place.at, data });
    place.mostInFlight = 0;
    place.mostUnreservedInFlight = 0;
    place.mostClaimed = 0;
    const running = new Map<string, FunctionCounts>();
    for (const former of place.functions.values()) {
      if (former.inFlight > 0) running.set(former.name, createFunctionCounts(former.name, former));
    }
    place.functions = running;
  }
}

function functionOf(place: PlaceCounts, name: string): FunctionCounts {
  let counts = place.functions.get(name);
  if (!counts) {
    counts = createFunctionCounts(name);
    place.functions.set(name, counts);
  }
  return counts;
}

function toHundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}
