import type { Place, ServiceHost } from "../../service.ts";
import { MetricMinutes } from "../../usage/metric-minutes.ts";
import type { UsageType } from "../../usage/price-list.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { defaultBus } from "../buses/event-bus.ts";

/** Events, and calls of API destinations, are billed by pieces of this size. Source: "Amazon EventBridge pricing". */
const chunkBytes = 64 * 1_024;
const gigabyte = 1024 ** 3;

/** Of a rule. Source: "Monitoring Amazon EventBridge". */
export type RuleCounter =
  | "MatchedEvents"
  | "TriggeredRules"
  | "Invocations"
  | "InvocationAttempts"
  | "RetryInvocationAttempts"
  | "SuccessfulInvocationAttempts"
  | "FailedInvocations"
  | "InvocationsSentToDlq"
  | "InvocationsFailedToBeSentToDlq";

/** Milliseconds from an event's coming to its bus. */
export type RuleLatency =
  | "IngestionToInvocationStartLatency"
  | "IngestionToInvocationCompleteLatency"
  | "IngestionToInvocationSuccessLatency";

/** Of an account's calls. */
export type AccountCounter =
  | "InvocationsCreated"
  | "PutEventsEntriesCount"
  | "PutEventsFailedEntriesCount"
  | "PutEventsApproximateCallCount"
  | "PutEventsApproximateFailedCount"
  | "PutEventsApproximateSuccessCount";

export interface RuleOf extends Place {
  readonly bus: string;
  readonly rule: string;
}

/** What rules are used for: metrics in CloudWatch, and events, archives and API destinations on the bill. */
export class Metering {
  readonly #host: ServiceHost;
  readonly #metrics: MetricMinutes;
  readonly #usage: UsageMeter;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#metrics = new MetricMinutes(host, { namespace: "AWS/Events", service: "events.amazonaws.com" });
    this.#usage = new UsageMeter(host);
  }

  /** An event that somebody has put, or that is replayed; what AWS's services put by themselves costs nothing. */
  event(at: Place, bus: string, bytes: number): void {
    this.#use(at, "Event-64K-Chunks", "PutEvents", bus, chunksOf(bytes));
  }

  /** An event that an archive has taken. */
  archived(at: Place, archive: string, bytes: number): void {
    this.#use(at, "ArchivedEvents-Bytes", "ArchiveEvents", archive, bytes / gigabyte);
  }

  /** A call of an API destination. */
  apiCall(at: Place, destination: string, bytes: number): void {
    this.#use(at, "ApiDestination-64K-Chunks", "InvokeApiDestination", destination, chunksOf(bytes));
  }

  countRule({ bus, rule, ...at }: RuleOf, counter: RuleCounter): void {
    this.#metrics.count(at, dimensionsOf(bus, rule), counter);
  }

  /** All rules of an account together: an event that any of them matches. */
  matched(at: Place): void {
    this.#metrics.count(at, {}, "MatchedEvents");
  }

  latency({ bus, rule, ...at }: RuleOf, name: RuleLatency, ms: number): void {
    this.#metrics.measure(at, dimensionsOf(bus, rule), name, ms, "Milliseconds");
  }

  count(at: Place, counter: AccountCounter, by = 1): void {
    this.#metrics.count(at, {}, counter, by);
  }

  /** A call of PutEvents. */
  put(at: Place, bytes: number, ms: number): void {
    this.#metrics.count(at, {}, "PutEventsRequestSize", bytes, "Bytes");
    this.#metrics.measure(at, {}, "PutEventsLatency", ms, "Milliseconds");
  }

  async stop(): Promise<void> {
    await this.#metrics.stop();
    await this.#usage.stop();
  }

  #use({ account, region }: Place, usageType: UsageType, operation: string, resource: string, quantity: number): void {
    const atMs = this.#host.clock.nowMs();
    const service = "Amazon EventBridge";
    this.#usage.add(account, { service, usageType, operation, region, resource, tags: {}, atMs, quantity });
  }
}

/** Rules of the default bus have no bus's name. */
function dimensionsOf(bus: string, rule: string): Readonly<Record<string, string>> {
  return bus === defaultBus ? { RuleName: rule } : { RuleName: rule, EventBusName: bus };
}

function chunksOf(bytes: number): number {
  return Math.max(Math.ceil(bytes / chunkBytes), 1);
}
