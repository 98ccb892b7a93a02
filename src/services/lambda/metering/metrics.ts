import { isNamed } from "../../../platform/aws-error.ts";
import { ownValue } from "../../../platform/own-value.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import type { Target } from "../invocation/target.ts";
import {
  addTo,
  createFunctionCounts,
  createGauge,
  type FunctionCounter,
  type FunctionCounts,
  fall,
  functionCounts,
  type PlaceCounts,
  type ResourceCounts,
  resourceCounts,
  rise,
  startProvisioned,
  versionCounts,
} from "./counts.ts";
import type { MeteredInvocation } from "./metered-invocation.ts";
import { type MetricDatum, toMetricData } from "./to-metric-data.ts";

const minuteMs = 60_000;
/** PutMetricData takes this many at a time. */
const dataPerCall = 1_000;
/** What waits to be taken, by place and time: some hours of a place. */
const mostKept = 2_000;

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

  /**
   * `provisioned` is how many environments are kept ready where one of them runs it, `claimed` the concurrency that functions of the account
   * have for themselves.
   */
  started({ record, qualifier, known }: Target, provisioned: number | undefined, claimed: number): void {
    const { reservedConcurrency } = known.family;
    const place = this.#placeOf(record);
    rise(place.running);
    if (reservedConcurrency === undefined && provisioned === undefined) rise(place.runningUnreserved);
    place.mostClaimed = Math.max(place.mostClaimed, place.runningUnreserved.now + claimed);
    const counts = functionCounts(place, record.name);
    rise(counts.running);
    const resource = resourceCounts(counts, qualifier);
    rise(resource.running);
    rise(versionCounts(resource, record.version).running);
    if (provisioned === undefined) return;
    rise(place.runningProvisioned);
    rise(counts.runningProvisioned);
    startProvisioned(resource, provisioned);
  }

  left({ record, qualifier, known }: Target, isProvisioned: boolean): void {
    const place = this.#placeOf(record);
    fall(place.running);
    if (known.family.reservedConcurrency === undefined && !isProvisioned) fall(place.runningUnreserved);
    const counts = functionCounts(place, record.name);
    fall(counts.running);
    const resource = resourceCounts(counts, qualifier);
    fall(resource.running);
    fall(versionCounts(resource, record.version).running);
    if (!isProvisioned || !resource.provisioned) return;
    fall(place.runningProvisioned);
    fall(counts.runningProvisioned);
    fall(resource.provisioned.running);
  }

  finished(invoked: Target, invocation: MeteredInvocation): void {
    const { record, qualifier } = invoked;
    const { family } = invoked.known;
    this.left(invoked, invocation.provisioned);
    const counts = versionCounts(this.#resourceOf(record, qualifier), record.version);
    counts.invocations += 1;
    if (invocation.failed) counts.errors += 1;
    // As precise as REPORT tells it: so that equal ones meet.
    addTo(counts.durations, toHundredths(invocation.durationMs));
    const { postRuntimeExtensionsMs } = invocation;
    if (postRuntimeExtensionsMs !== undefined) {
      addTo(counts.postRuntimeExtensions, toHundredths(postRuntimeExtensionsMs));
    }
    if (invocation.provisioned) counts.provisionedInvocations += 1;
    else if (qualifier !== undefined && ownValue(family.provisioned, qualifier)) counts.spilloverInvocations += 1;
  }

  throttled({ record, qualifier }: Target): void {
    versionCounts(this.#resourceOf(record, qualifier), record.version).throttles += 1;
  }

  count(of: FunctionReference, counter: FunctionCounter): void {
    const { counters } = this.#resourceOf(of, of.qualifier);
    counters.set(counter, (counters.get(counter) ?? 0) + 1);
  }

  eventAge(of: FunctionReference, ageMs: number): void {
    addTo(this.#resourceOf(of, of.qualifier).eventAges, ageMs);
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS; what it cannot take now is sent with the next ones. */
  async send(): Promise<void> {
    for (const place of this.#places.values()) this.#close(place);
    const ready = this.#ready;
    this.#ready = [];
    for (const { at, data } of ready) {
      for (let from = 0; from < data.length; from += dataPerCall) {
        const part = data.slice(from, from + dataPerCall);
        const isTaken = await this.#put(at, part);
        if (!isTaken && this.#ready.length < mostKept) this.#ready.push({ at, data: part });
      }
    }
  }

  reset(): void {
    this.#places.clear();
    this.#ready = [];
  }

  /** False if it may be taken later. */
  async #put(at: Place, data: readonly MetricDatum[]): Promise<boolean> {
    const as = { ...at, principal: servicePrincipal("lambda.amazonaws.com", at.account) };
    try {
      await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/Lambda", MetricData: [...data] }, as);
    } catch (error) {
      // Its storage is away, which is known.
      if (isNamed(error, "ServiceUnavailable")) return false;
      // A server without the service has no metrics.
      if (isNamed(error, "InternalFailure")) return true;
      this.#host.log.warn("metrics could not be sent", { error: String(error) });
    }
    return true;
  }

  #resourceOf(of: Omit<FunctionReference, "qualifier">, qualifier: string | undefined): ResourceCounts {
    return resourceCounts(functionCounts(this.#placeOf(of), of.name), qualifier);
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
        running: createGauge(),
        runningUnreserved: createGauge(),
        runningProvisioned: createGauge(),
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
    place.running = createGauge(place.running);
    place.runningUnreserved = createGauge(place.runningUnreserved);
    place.runningProvisioned = createGauge(place.runningProvisioned);
    place.mostClaimed = 0;
    const running = new Map<string, FunctionCounts>();
    for (const former of place.functions.values()) {
      if (former.running.now > 0) running.set(former.name, createFunctionCounts(former.name, former));
    }
    place.functions = running;
  }
}

function toHundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}
