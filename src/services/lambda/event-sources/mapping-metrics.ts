import { isNamed } from "../../../platform/aws-error.ts";
import type { Timer } from "../../../platform/clock.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";

/** Source: "Viewing metrics for your event source mappings". */
export type MappingCounter =
  | "PolledEventCount"
  | "FilteredOutEventCount"
  | "InvokedEventCount"
  | "FailedInvokeEventCount"
  | "DeletedEventCount"
  | "DroppedEventCount";

interface MappingCounts {
  readonly at: Place;
  readonly counters: Map<MappingCounter, number>;
}

const sendEveryMs = 15_000;
/** PutMetricData takes this many at a time. */
const dataPerCall = 1_000;

/** What is counted of the mappings that ask for it, by UUID, sent to CloudWatch four times a minute. */
export class MappingMetrics {
  readonly #host: ServiceHost;
  readonly #mappings = new Map<string, MappingCounts>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  count({ uuid, account, region }: Place & { readonly uuid: string }, counter: MappingCounter, events: number): void {
    let counts = this.#mappings.get(uuid);
    if (!counts) {
      counts = { at: { account, region }, counters: new Map() };
      this.#mappings.set(uuid, counts);
    }
    counts.counters.set(counter, (counts.counters.get(counter) ?? 0) + events);
    this.#timer ??= this.#host.clock.after(sendEveryMs, () => void this.send());
  }

  /** Fulfilled when all that was counted is sent. */
  send(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#send());
    return this.#sending;
  }

  stop(): Promise<void> {
    return this.send();
  }

  async #send(): Promise<void> {
    const counted = [...this.#mappings];
    this.#mappings.clear();
    const places = Map.groupBy(counted, ([, { at }]) => `${at.account} ${at.region}`);
    for (const mappings of places.values()) {
      const at = (mappings[0] as (typeof mappings)[0])[1].at;
      const data = mappings.flatMap(([uuid, { counters }]) => this.#toData(uuid, counters));
      for (let from = 0; from < data.length; from += dataPerCall)
        await this.#put(at, data.slice(from, from + dataPerCall));
    }
  }

  #toData(uuid: string, counters: ReadonlyMap<MappingCounter, number>): MetricDatum[] {
    const Dimensions = [{ Name: "EventSourceMappingUUID", Value: uuid }];
    const Timestamp = new Date(this.#host.clock.nowMs());
    return [...counters].map(([MetricName, Value]) => ({
      MetricName,
      Dimensions,
      Timestamp,
      Unit: "Count",
      Value,
    }));
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async #put(at: Place, MetricData: MetricDatum[]): Promise<void> {
    const as = { ...at, principal: servicePrincipal("lambda.amazonaws.com", at.account) };
    try {
      await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/Lambda", MetricData }, as);
    } catch (error) {
      // A server without the service has no metrics.
      if (isNamed(error, "InternalFailure")) return;
      this.#host.log.warn("metrics could not be sent", { error: String(error) });
    }
  }
}

interface MetricDatum {
  readonly MetricName: MappingCounter;
  readonly Dimensions: { Name: string; Value: string }[];
  readonly Timestamp: Date;
  readonly Unit: "Count";
  readonly Value: number;
}
