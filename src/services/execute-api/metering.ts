import { isNamed } from "../../platform/aws-error.ts";
import type { Timer } from "../../platform/clock.ts";
import { servicePrincipal } from "../principal.ts";
import type { Place, ServiceHost } from "../service.ts";
import { UsageMeter } from "../usage/usage-meter.ts";
import { apiGateway } from "./call-function.ts";

const minuteMs = 60_000;
const dataPerCall = 900;
/** How the metrics and the bill call what an API's kind is used for. Source: "Amazon API Gateway dimensions and metrics", "Amazon API Gateway pricing". */
export interface MeteringNames {
  readonly clientErrors: string;
  readonly serverErrors: string;
  readonly usageType: string;
  readonly operation: string;
  /** Of kinds whose requests are billed by their size, and that have a metric of it. */
  readonly pieceBytes?: number;
}

/** A request that has been answered. */
export interface Counted {
  readonly at: Place;
  readonly apiName: string;
  readonly tags: Readonly<Record<string, string>>;
  /** What the metrics are counted by: each list on its own. */
  readonly dimensions: readonly (readonly Dimension[])[];
  readonly status: number;
  readonly latencyMs: number;
  readonly integrationLatencyMs: number | undefined;
  readonly bytes: number;
}

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

/**
 * What APIs are used for: metrics in CloudWatch, added up by the minute, and requests on the bill. While there are none no timer runs.
 */
export class Metering {
  readonly #host: ServiceHost;
  readonly #usage: UsageMeter;
  readonly #names: MeteringNames;
  #minutes = new Map<string, Minute>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost, names: MeteringNames) {
    this.#names = names;
    this.#host = host;
    this.#usage = new UsageMeter(host);
  }

  /** Called on the request's path, so it is quick. */
  count(counted: Counted): void {
    const { at } = counted;
    const nowMs = this.#host.clock.nowMs();
    const minute = nowMs - (nowMs % minuteMs);
    for (const dimensions of counted.dimensions) this.#add(this.#minute(at, minute, dimensions), counted);
    this.#timer ??= this.#host.clock.after(minuteMs, () => this.#turn());
    this.#usage.add(at.account, {
      service: "Amazon API Gateway",
      usageType: this.#names.usageType,
      operation: this.#names.operation,
      region: at.region,
      resource: counted.apiName,
      tags: counted.tags,
      atMs: nowMs,
      quantity: this.#names.pieceBytes ? Math.max(1, Math.ceil(counted.bytes / this.#names.pieceBytes)) : 1,
    });
  }

  async stop(): Promise<void> {
    this.#turn();
    await this.#sending;
    await this.#usage.stop();
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

  #add({ counters, latencies }: Minute, { status, latencyMs, integrationLatencyMs, bytes }: Counted): void {
    const add = (name: string, value: number) => counters.set(name, (counters.get(name) ?? 0) + value);
    add("Count", 1);
    add(this.#names.clientErrors, status >= 400 && status < 500 ? 1 : 0);
    add(this.#names.serverErrors, status >= 500 ? 1 : 0);
    if (this.#names.pieceBytes) add("DataProcessed", bytes);
    addTo(latencies, "Latency", latencyMs);
    if (integrationLatencyMs !== undefined) addTo(latencies, "IntegrationLatency", integrationLatencyMs);
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

function addTo(latencies: Map<string, Distribution>, name: string, ms: number): void {
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
