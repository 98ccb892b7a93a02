import { isNamed } from "../../platform/aws-error.ts";
import type { Timer } from "../../platform/clock.ts";
import { servicePrincipal } from "../principal.ts";
import type { Place, ServiceHost } from "../service-host.ts";

type Unit = "Count" | "None" | "Bytes" | "Milliseconds" | "Seconds";

export type Dimensions = Readonly<Record<string, string>>;

interface Series {
  readonly at: Place;
  readonly dimensions: Dimensions;
  readonly name: string;
  readonly unit: Unit;
  /** Counted: its sum is one value. Measured: each value is one of the statistics'. */
  readonly isCounted: boolean;
  count: number;
  sum: number;
  least: number;
  most: number;
}

const minuteMs = 60_000;
/** PutMetricData takes a thousand at a time. */
const dataPerCall = 900;
/** Then they are sent before their minute is over. */
const mostSeries = 50_000;

/** A service's metrics in CloudWatch, added up by the minute. While nothing is counted no timer runs; a crash loses a minute, as AWS promises no more than its best effort. */
export class MetricMinutes {
  readonly #host: ServiceHost;
  readonly #namespace: string;
  readonly #service: string;
  #series = new Map<string, Series>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  /** `service`: in whose name they are put (`events.amazonaws.com`). */
  constructor(host: ServiceHost, { namespace, service }: { readonly namespace: string; readonly service: string }) {
    this.#host = host;
    this.#namespace = namespace;
    this.#service = service;
  }

  /** Adds to what is told as one value a minute. */
  count(at: Place, dimensions: Dimensions, name: string, by = 1, unit: Unit = "Count"): void {
    this.#add(at, dimensions, name, unit, true, by);
  }

  /** One value of many: their number, sum, least and greatest are told. */
  measure(at: Place, dimensions: Dimensions, name: string, value: number, unit: Unit): void {
    this.#add(at, dimensions, name, unit, false, value);
  }

  async stop(): Promise<void> {
    this.#flush();
    await this.#sending;
  }

  #add(at: Place, dimensions: Dimensions, name: string, unit: Unit, isCounted: boolean, value: number): void {
    let key = `${at.account} ${at.region} ${name}`;
    for (const dimension in dimensions) key += ` ${dimension}=${dimensions[dimension]}`;
    let series = this.#series.get(key);
    if (!series) {
      const { account, region } = at;
      series = {
        at: { account, region },
        dimensions,
        name,
        unit,
        isCounted,
        count: 0,
        sum: 0,
        least: Number.POSITIVE_INFINITY,
        most: Number.NEGATIVE_INFINITY,
      };
      this.#series.set(key, series);
    }
    series.count += 1;
    series.sum += value;
    series.least = Math.min(series.least, value);
    series.most = Math.max(series.most, value);
    if (this.#series.size > mostSeries) this.#flush();
    else this.#timer ??= this.#host.clock.after(minuteMs, () => this.#flush());
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const gathered = [...this.#series.values()];
    this.#series = new Map();
    if (gathered.length === 0) return;
    const atMs = this.#host.clock.nowMs();
    this.#sending = this.#sending.then(async () => {
      for (const group of Map.groupBy(gathered, ({ at }) => `${at.account} ${at.region}`).values())
        await this.#put(group, new Date(atMs));
    });
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async #put(group: readonly Series[], Timestamp: Date): Promise<void> {
    const { account = "", region = "" } = group[0]?.at ?? {};
    const as = { account, region, principal: servicePrincipal(this.#service, account) };
    const data = group.map((series) => ({ ...toDatum(series), Timestamp }));
    try {
      for (let from = 0; from < data.length; from += dataPerCall) {
        const MetricData = data.slice(from, from + dataPerCall);
        await this.#host.call("cloudwatch", "PutMetricData", { Namespace: this.#namespace, MetricData }, as);
      }
    } catch (error) {
      // A server without the service has no metrics.
      if (isNamed(error, "InternalFailure")) return;
      this.#host.log.warn("metrics could not be sent", { namespace: this.#namespace, error: String(error) });
    }
  }
}

function toDatum({ dimensions, name, unit, isCounted, count, sum, least, most }: Series) {
  const datum = {
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Unit: unit,
  };
  if (isCounted) return { ...datum, Value: sum };
  return { ...datum, StatisticValues: { SampleCount: count, Sum: sum, Minimum: least, Maximum: most } };
}
