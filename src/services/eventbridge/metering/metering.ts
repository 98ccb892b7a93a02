import { isNamed } from "../../../platform/aws-error.ts";
import type { Timer } from "../../../platform/clock.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { defaultBus } from "../buses/event-bus.ts";

const minuteMs = 60_000;
/** Events are billed by pieces of this size. Source: "Amazon EventBridge pricing". */
const chunkBytes = 64 * 1_024;
const dataPerCall = 900;

/** Source: "Monitoring Amazon EventBridge". */
export type Counter =
  | "MatchedEvents"
  | "TriggeredRules"
  | "ThrottledRules"
  | "Invocations"
  | "InvocationAttempts"
  | "SuccessfulInvocationAttempts"
  | "FailedInvocations"
  | "InvocationsSentToDlq"
  | "InvocationsFailedToBeSentToDlq"
  | "PutEventsEntriesCount"
  | "PutEventsFailedEntriesCount"
  | "PutEventsRequestSize";

interface Minute {
  readonly at: Place;
  readonly dimensions: { readonly Name: string; readonly Value: string }[];
  readonly counters: Map<Counter, number>;
}

/** What rules are used for: metrics in CloudWatch, added up by the minute, and events on the bill. While nothing happens no timer runs. */
export class Metering {
  readonly #host: ServiceHost;
  readonly #usage: UsageMeter;
  readonly #minutes = new Map<string, Minute>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#usage = new UsageMeter(host);
  }

  /** An event that somebody has put; what AWS's services put by themselves costs nothing. */
  event({ account, region }: Place, bus: string, bytes: number): void {
    this.#usage.add(account, {
      service: "Amazon EventBridge",
      usageType: "Event-64K-Chunks",
      operation: "PutEvents",
      region,
      resource: bus,
      tags: {},
      atMs: this.#host.clock.nowMs(),
      quantity: Math.max(Math.ceil(bytes / chunkBytes), 1),
    });
  }

  /** Of a rule, or with an empty name of all. */
  count(at: Place, bus: string, rule: string, counter: Counter, by = 1): void {
    const key = `${at.account} ${at.region} ${bus} ${rule}`;
    let minute = this.#minutes.get(key);
    if (!minute) {
      const dimensions = [
        ...(rule === "" ? [] : [{ Name: "RuleName", Value: rule }]),
        ...(rule === "" || bus === defaultBus ? [] : [{ Name: "EventBusName", Value: bus }]),
      ];
      minute = { at: { account: at.account, region: at.region }, dimensions, counters: new Map() };
      this.#minutes.set(key, minute);
    }
    minute.counters.set(counter, (minute.counters.get(counter) ?? 0) + by);
    this.#timer ??= this.#host.clock.after(minuteMs, () => this.#turn());
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#send());
    await this.#sending;
    await this.#usage.stop();
  }

  #turn(): void {
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#send());
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async #send(): Promise<void> {
    const minutes = [...this.#minutes.values()];
    this.#minutes.clear();
    const Timestamp = new Date(this.#host.clock.nowMs());
    for (const group of Map.groupBy(minutes, ({ at }) => `${at.account} ${at.region}`).values()) {
      const { at } = group[0] as Minute;
      const as = { ...at, principal: servicePrincipal("events.amazonaws.com", at.account) };
      const data = group.flatMap(({ dimensions, counters }) =>
        [...counters].map(([MetricName, Value]) => {
          const Unit: "Bytes" | "Count" = MetricName === "PutEventsRequestSize" ? "Bytes" : "Count";
          return { MetricName, Dimensions: dimensions, Timestamp, Unit, Value };
        }),
      );
      try {
        for (let from = 0; from < data.length; from += dataPerCall) {
          const MetricData = data.slice(from, from + dataPerCall);
          await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/Events", MetricData }, as);
        }
      } catch (error) {
        // A server without the service has no metrics.
        if (isNamed(error, "InternalFailure")) continue;
        this.#host.log.warn("metrics could not be sent", { error: String(error) });
      }
    }
  }
}
