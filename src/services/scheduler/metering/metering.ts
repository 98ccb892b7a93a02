import { isNamed } from "../../../platform/aws-error.ts";
import type { Timer } from "../../../platform/clock.ts";
import { servicePrincipal } from "../../principal.ts";
import type { Place, ServiceHost } from "../../service.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { scheduler } from "../schedules/schedule.ts";

const minuteMs = 60_000;
/** PutMetricData takes this many at a time. */
const dataPerCall = 1_000;

/** Source: "Monitoring EventBridge Scheduler with Amazon CloudWatch". */
export type Counter =
  | "InvocationAttemptCount"
  | "TargetErrorCount"
  | "TargetErrorThrottledCount"
  | "InvocationDroppedCount"
  | "InvocationsSentToDeadLetterCount"
  | "InvocationsFailedToBeSentToDeadLetterCount";

interface OfGroup extends Place {
  readonly group: string;
}

/** What schedules do: metrics in CloudWatch, added up by the minute, and invocations on the bill. While nothing is invoked no timer runs. */
export class Metering {
  readonly #host: ServiceHost;
  readonly #usage: UsageMeter;
  #groups = new Map<string, { at: OfGroup; counters: Map<Counter, number> }>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#usage = new UsageMeter(host);
  }

  count(at: OfGroup, counter: Counter): void {
    const key = `${at.account} ${at.region} ${at.group}`;
    const group = this.#groups.get(key) ?? { at, counters: new Map<Counter, number>() };
    this.#groups.set(key, group);
    group.counters.set(counter, (group.counters.get(counter) ?? 0) + 1);
    this.#timer ??= this.#host.clock.after(minuteMs, () => this.#flush());
  }

  /** One invocation of a target, which is what AWS charges for. */
  invoked({ account, region }: Place, target: string): void {
    this.#usage.add(account, {
      service: "AWS Events",
      usageType: "Scheduler-ScheduledInvocations",
      operation: "ScheduledInvocation",
      region,
      resource: target,
      tags: {},
      atMs: this.#host.clock.nowMs(),
      quantity: 1,
    });
  }

  async stop(): Promise<void> {
    this.#flush();
    await this.#sending;
    await this.#usage.stop();
  }

  #flush(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const groups = [...this.#groups.values()];
    this.#groups = new Map();
    if (groups.length === 0) return;
    const places = Map.groupBy(groups, ({ at }) => `${at.account} ${at.region}`);
    this.#sending = this.#sending.then(async () => {
      for (const group of places.values()) await this.#put(group);
    });
  }

  /** Never rejects: what CloudWatch does not take is lost, as metrics are on AWS. */
  async #put(groups: readonly { at: OfGroup; counters: ReadonlyMap<Counter, number> }[]): Promise<void> {
    const { account = "", region = "" } = groups[0]?.at ?? {};
    const as = { account, region, principal: servicePrincipal(scheduler, account) };
    const Timestamp = new Date(this.#host.clock.nowMs());
    const MetricData = groups.flatMap(({ at, counters }) =>
      [...counters].map(([MetricName, Value]) => ({
        MetricName,
        Dimensions: [{ Name: "ScheduleGroup", Value: at.group }],
        Timestamp,
        Unit: "Count" as const,
        Value,
      })),
    );
    try {
      for (let from = 0; from < MetricData.length; from += dataPerCall) {
        const data = MetricData.slice(from, from + dataPerCall);
        await this.#host.call("cloudwatch", "PutMetricData", { Namespace: "AWS/Scheduler", MetricData: data }, as);
      }
    } catch (error) {
      // A server without the service has no metrics.
      if (!isNamed(error, "InternalFailure"))
        this.#host.log.warn("metrics could not be sent", { error: String(error) });
    }
  }
}
