import { type Dimension, MinuteMetrics } from "../../execute-api/minute-metrics.ts";
import type { ServiceHost } from "../../service.ts";
import type { UsageType } from "../../usage/price-list.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import type { ServedApi, ServedStage } from "../requests/served-api.ts";

export interface MeteredMessage {
  readonly served: ServedApi;
  readonly stage: ServedStage;
  readonly routeKey: string;
  readonly eventType: "CONNECT" | "MESSAGE" | "DISCONNECT";
  /** Refused before the integration was asked. */
  readonly isClientError: boolean;
  /** The integration has answered that it failed. */
  readonly isIntegrationError: boolean;
  /** It could not be asked. */
  readonly isExecutionError: boolean;
  readonly integrationLatencyMs: number | undefined;
  readonly bytes: number;
}

/** AWS bills a message by pieces of 32 KB. Source: "Amazon API Gateway pricing". */
const pieceBytes = 32 * 1024;
const minuteMs = 60_000;

/** Source: "Monitor WebSocket API execution with CloudWatch metrics". */
export class WebSocketMetering {
  readonly #host: ServiceHost;
  readonly #metrics: MinuteMetrics;
  readonly #usage: UsageMeter;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#metrics = new MinuteMetrics(host);
    this.#usage = new UsageMeter(host);
  }

  count(message: MeteredMessage): void {
    const { served, stage, routeKey, eventType } = message;
    this.#metrics.count({
      at: served.at,
      dimensions: dimensionsOf(served, stage, routeKey),
      counters: {
        ...(eventType === "CONNECT" && { ConnectCount: 1 }),
        ...(eventType === "MESSAGE" && { MessageCount: 1 }),
        ClientError: message.isClientError ? 1 : 0,
        IntegrationError: message.isIntegrationError ? 1 : 0,
        ExecutionError: message.isExecutionError ? 1 : 0,
      },
      latencies: { IntegrationLatency: message.integrationLatencyMs },
    });
    if (eventType === "MESSAGE") this.#bill(served, "ApiGatewayMessage", piecesOf(message.bytes));
  }

  /** Something that goes to a client: a route's response, or what a back end sends. */
  sent(served: ServedApi, stage: ServedStage, bytes: number): void {
    this.#metrics.count({
      at: served.at,
      dimensions: dimensionsOf(served, stage, undefined),
      counters: { MessageCount: 1 },
      latencies: {},
    });
    this.#bill(served, "ApiGatewayMessage", piecesOf(bytes));
  }

  connected(served: ServedApi, ms: number): void {
    this.#bill(served, "ApiGatewayMinute", Math.max(1, Math.ceil(ms / minuteMs)));
  }

  async stop(): Promise<void> {
    await this.#metrics.stop();
    await this.#usage.stop();
  }

  #bill({ at, api }: ServedApi, usageType: UsageType, quantity: number): void {
    this.#usage.add(at.account, {
      service: "Amazon API Gateway",
      usageType,
      operation: "ApiGatewayWebSocket",
      region: at.region,
      resource: api.Name ?? "",
      tags: api.Tags,
      atMs: this.#host.clock.nowMs(),
      quantity,
    });
  }
}

function piecesOf(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / pieceBytes));
}

function dimensionsOf({ api }: ServedApi, { stage }: ServedStage, routeKey: string | undefined): Dimension[][] {
  const byApi = { Name: "ApiId", Value: api.ApiId };
  const byStage = { Name: "Stage", Value: stage.StageName };
  const { DetailedMetricsEnabled } = { ...stage.DefaultRouteSettings, ...stage.RouteSettings?.[routeKey ?? ""] };
  const isDetailed = DetailedMetricsEnabled && routeKey !== undefined;
  return [[byApi], [byApi, byStage], ...(isDetailed ? [[byApi, byStage, { Name: "Route", Value: routeKey }]] : [])];
}
