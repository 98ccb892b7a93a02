import type { Place, ServiceHost } from "../service.ts";
import type { UsageType } from "../usage/price-list.ts";
import { UsageMeter } from "../usage/usage-meter.ts";
import { type Dimension, MinuteMetrics } from "./minute-metrics.ts";

/** How the metrics and the bill call what an API's kind is used for. Source: "Amazon API Gateway dimensions and metrics", "Amazon API Gateway pricing". */
export interface MeteringNames {
  readonly clientErrors: string;
  readonly serverErrors: string;
  readonly usageType: UsageType;
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
  /** As how many it is billed, where that is not by its size. */
  readonly requests?: number;
  /** Counters that not all requests have. */
  readonly further?: Readonly<Record<string, number>>;
}

/** What APIs are used for: metrics in CloudWatch, and requests on the bill. */
export class Metering {
  readonly #host: ServiceHost;
  readonly #metrics: MinuteMetrics;
  readonly #usage: UsageMeter;
  readonly #names: MeteringNames;

  constructor(host: ServiceHost, names: MeteringNames) {
    this.#names = names;
    this.#host = host;
    this.#metrics = new MinuteMetrics(host);
    this.#usage = new UsageMeter(host);
  }

  /** Called on the request's path, so it is quick. */
  count({
    at,
    apiName,
    tags,
    dimensions,
    status,
    latencyMs,
    integrationLatencyMs,
    bytes,
    requests,
    further,
  }: Counted): void {
    const { clientErrors, serverErrors, pieceBytes, usageType, operation } = this.#names;
    this.#metrics.count({
      at,
      dimensions,
      counters: {
        Count: 1,
        [clientErrors]: status >= 400 && status < 500 ? 1 : 0,
        [serverErrors]: status >= 500 ? 1 : 0,
        ...(pieceBytes && { DataProcessed: bytes }),
        ...further,
      },
      latencies: { Latency: latencyMs, IntegrationLatency: integrationLatencyMs },
    });
    this.#usage.add(at.account, {
      service: "Amazon API Gateway",
      usageType,
      operation,
      region: at.region,
      resource: apiName,
      tags,
      atMs: this.#host.clock.nowMs(),
      quantity: pieceBytes ? Math.max(1, Math.ceil(bytes / pieceBytes)) : (requests ?? 1),
    });
  }

  async stop(): Promise<void> {
    await this.#metrics.stop();
    await this.#usage.stop();
  }
}
