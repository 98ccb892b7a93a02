import { isNamed } from "../../platform/aws-error.ts";
import type { Timer } from "../../platform/clock.ts";
import { servicePrincipal } from "../principal.ts";
import type { Place, ServiceHost } from "../service.ts";
import { apiGateway } from "./call-function.ts";

const minuteMs = 60_000;
const dataPerCall = 900;

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

/** How often each value came. */
type Distribution = Map<number, number>;

interface Minute {
  readonly at: Place;
  readonly minuteMs: number;
  readonly dimensions: readonly Dimension[];
  readonly counters: Map<string, number>;
  readonly latencies: Map<string, Distribution>;
}

/** What is counted at once, by the metrics' names: `Count: 1`, and how long something took. */
export interface Measured {
  readonly at: Place;
  /** What the metrics are counted by: each list on its own. */
  readonly dimensions: readonly (readonly Dimension[])[];
  readonly counters: Readonly<Record<string, number>>;
  readonly latencies: Readonly<Record<string, number | undefined>>;
}

/** Metrics of APIs in CloudWatch, added up by the minute. While there are none no timer runs. */
export class MinuteMetrics {
  readonly #host: ServiceHost;
  #minutes = new Map<string, Minute>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost) {
    this.#host = host;
  }

  /** Called on the request's path, so it is quick. */
  count({ at, dimensions, counters, latencies }: Measured): void {
    const nowMs = this.#host.clock.nowMs();
    const minute = nowMs - (nowMs % minuteMs);
    for (const each of dimensions) {
      const found = this.#minute(at, minute, each);
      for (const name in counters) found.counters.set(name, (found.counters.get(name) ?? 0) + (counters[name] ?? 0));
      for (const name in latencies) addTo(found.latencies, name, latencies[name]);
    }
    this.#timer ??= this.#host.clock.after(minuteMs, () => this.#turn());
  }

  async stop(): Promise<void> {
    this.#turn();
    await this.#sending;
  }

  #minute(at: Place, minute: number, dimensions: readonly Dimension[]): Minute {
    const key = `${at.account} ${at.region} ${minute} ${dimensions.map(({ Value }) => Value).join(" ")}`;
    let found = this.#minutes.get(key);
    if (!found) {
      found = { at, minuteMs: minute, dimensions, counters: new Map(), latencies: new Map() };
      this.#minutes.set(key, found);
    }
    return found;
  }

  #turn(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const minutes = [...this.#minutes.values()];
    this.#minutes = new Map();
    if (minutes.length === 0) return;
    this.#sending = this.#sending.then(async () => {
      for (const group of Map.groupBy(minutes, ({ at }) => `${at.account} ${at.region}`).values())
        await this.#put(group);
    });
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async #put(minutes: readonly Minute[]): Promise<void> {
    const { at } = minutes[0] as Minute;
    const as = { ...at, principal: servicePrincipal(apiGateway, at.account) };
    const data = minutes.flatMap(toData);
    try {
      for (let from = 0; from < data.length; from += dataPerCall) {
        const MetricData = data.slice(from, from + dataPerCall);
        await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/ApiGateway", MetricData }, as);
      }
    } catch (error) {
      // A server without the service has no metrics.
      if (isNamed(error, "InternalFailure")) return;
      this.#host.log.warn("metrics could not be sent", { error: String(error) });
    }
  }
}

function addTo(latencies: Map<string, Distribution>, name: string, ms: number | undefined): void {
  if (ms === undefined) return;
  const distribution = latencies.get(name) ?? new Map<number, number>();
  latencies.set(name, distribution);
  const value = Math.round(ms);
  distribution.set(value, (distribution.get(value) ?? 0) + 1);
}

/** PutMetricData takes this many values of a datum. */
const valuesPerDatum = 150;

function toData({ dimensions, counters, latencies, minuteMs: ms }: Minute) {
  const common = { Dimensions: [...dimensions], Timestamp: new Date(ms) };
  const counts = [...counters].map(([MetricName, Value]) => {
    const Unit: "Bytes" | "Count" = MetricName === "DataProcessed" ? "Bytes" : "Count";
    return { ...common, MetricName, Unit, Value };
  });
  const times = [...latencies].flatMap(([MetricName, distribution]) => {
    const entries = [...distribution];
    const pieces = Array.from({ length: Math.ceil(entries.length / valuesPerDatum) }, (_, at) =>
      entries.slice(at * valuesPerDatum, (at + 1) * valuesPerDatum),
    );
    return pieces.map((piece) => ({
      ...common,
      MetricName,
      Unit: "Milliseconds" as const,
      Values: piece.map(([value]) => value),
      Counts: piece.map(([, count]) => count),
    }));
  });
  return [...counts, ...times];
}
