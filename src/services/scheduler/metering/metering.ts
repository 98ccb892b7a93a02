import type { Place, ServiceHost } from "../../service.ts";
import { MetricMinutes } from "../../usage/metric-minutes.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { scheduler } from "../schedules/schedule.ts";

/** Source: "Monitoring EventBridge Scheduler with Amazon CloudWatch". */
export type Counter =
  | "InvocationAttemptCount"
  | "TargetErrorCount"
  | "TargetErrorThrottledCount"
  | "InvocationDroppedCount"
  | "InvocationsSentToDeadLetterCount"
  | "InvocationsFailedToBeSentToDeadLetterCount"
  /** By the error that the queue answered. */
  | `InvocationsFailedToBeSentToDeadLetterCount_${string}`;

interface OfGroup extends Place {
  readonly group: string;
}

/** What schedules do: metrics in CloudWatch, and invocations on the bill. */
export class Metering {
  readonly #host: ServiceHost;
  readonly #metrics: MetricMinutes;
  readonly #usage: UsageMeter;

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#metrics = new MetricMinutes(host, { namespace: "AWS/Scheduler", service: scheduler });
    this.#usage = new UsageMeter(host);
  }

  count(at: OfGroup, counter: Counter): void {
    this.#metrics.count(at, { ScheduleGroup: at.group }, counter);
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
    await this.#metrics.stop();
    await this.#usage.stop();
  }
}
