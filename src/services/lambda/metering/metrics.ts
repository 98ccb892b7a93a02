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
import { JointLevels, spanMs } from "./joint-levels.ts";
import { type Level, levelsOf } from "./levels.ts";
import type { MeteredInvocation } from "./metered-invocation.ts";
import { type MetricDatum, toLevelData, toMetricData } from "./to-metric-data.ts";

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
  readonly #joint: JointLevels;
  /** Whether other servers' levels are to be joined with this one's; undefined until something runs. */
  #isJoint: boolean | undefined;
  #reporting: Promise<void>[] = [];
  #ready: { at: Place; data: MetricDatum[] }[] = [];

  /** `arm` is called when there is something to send that was not counted here. */
  constructor(host: ServiceHost, arm: () => void) {
    this.#host = host;
    this.#joint = new JointLevels(
      host,
      () => this.#places.values(),
      () => this.#closeAll(),
      (at, minuteMs, levels) => {
        this.#levels(at, minuteMs, levels);
        arm();
      },
    );
  }

  /** Whether something runs, of which there will be more to tell. */
  get isRunning(): boolean {
    for (const { running } of this.#places.values()) if (running.now > 0) return true;
    return false;
  }

  /** How long until what is counted from now on is to be sent: where levels are joined, at the end of their span. */
  sendAfterMs(): number {
    return this.#isJoint ? spanMs - (this.#host.clock.nowMs() % spanMs) : spanMs;
  }

  /**
   * `provisioned` is how many environments are kept ready where one of them runs it, `claimed` the concurrency that functions of the account
   * have for themselves.
   */
  started({ record, qualifier, known }: Target, provisioned: number | undefined, claimed: number): void {
    const { reservedConcurrency } = known.family;
    this.#isJoint ??= this.#joint.isNeeded;
    if (this.#isJoint) this.#joint.begin();
    const place = this.#placeOf(record);
    rise(place.running);
    if (reservedConcurrency === undefined && provisioned === undefined) rise(place.runningUnreserved);
    place.claimed = claimed;
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

  iteratorAge(of: FunctionReference, ageMs: number): void {
    addTo(this.#resourceOf(of, of.qualifier).iteratorAges, ageMs);
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS; what it cannot take now is sent with the next ones. */
  async send(): Promise<void> {
    this.#closeAll();
    await Promise.all(this.#reporting.splice(0));
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

  /** What other servers have still to tell is not waited for. */
  stop(): void {
    this.#joint.stop();
    this.#joint.flush();
  }

  reset(): void {
    this.#joint.stop();
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
    const minute = this.#minute();
    let place = this.#places.get(key);
    if (!place) {
      place = {
        at: { account, region },
        minuteMs: minute,
        running: createGauge(),
        runningUnreserved: createGauge(),
        runningProvisioned: createGauge(),
        claimed: 0,
        mostClaimed: 0,
        functions: new Map(),
      };
      this.#places.set(key, place);
    } else if (place.minuteMs !== minute) {
      this.#close(place);
    }
    return place;
  }

  #minute(): number {
    const nowMs = this.#host.clock.nowMs();
    return nowMs - (nowMs % minuteMs);
  }

  #closeAll(): void {
    for (const place of this.#places.values()) this.#close(place);
  }

  /** Makes data of what was counted, and begins anew with what is running. */
  #close(place: PlaceCounts): void {
    const { at, minuteMs } = place;
    const data = toMetricData(place);
    if (data.length > 0) this.#ready.push({ at, data });
    const levels = levelsOf(place);
    if (this.#isJoint) this.#reporting.push(this.#joint.report(at, levels));
    else this.#levels(at, minuteMs, levels);
    place.running = createGauge(place.running);
    place.runningUnreserved = createGauge(place.runningUnreserved);
    place.runningProvisioned = createGauge(place.runningProvisioned);
    place.mostClaimed = 0;
    place.minuteMs = this.#minute();
    const running = new Map<string, FunctionCounts>();
    for (const former of place.functions.values()) {
      if (former.running.now > 0) running.set(former.name, createFunctionCounts(former.name, former));
    }
    place.functions = running;
  }

  #levels(at: Place, minuteMs: number, levels: readonly Level[]): void {
    if (levels.length > 0) this.#ready.push({ at, data: toLevelData(minuteMs, levels) });
  }
}

function toHundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}
