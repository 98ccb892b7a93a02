import type { ServiceHost } from "../../service.ts";
import { MetricMinutes } from "../../usage/metric-minutes.ts";
import { UsageMeter } from "../../usage/usage-meter.ts";
import { type Pipe, pipeArn, pipes } from "../pipes/pipe.ts";

/** Requests are billed by pieces of this size. Source: "Amazon EventBridge pricing". */
const chunkBytes = 64 * 1_024;

/** Source: "Logging and monitoring Amazon EventBridge Pipes using Amazon CloudWatch Logs", "CloudWatch metrics". */
export type PipeCounter =
  | "ExecutionThrottled"
  | "ExecutionFailed"
  | "ExecutionTimeout"
  | "ExecutionPartiallyFailed"
  | "EnrichmentStageFailed"
  | "TargetStageFailed"
  | "TargetStagePartiallyFailed"
  | "TargetStageSkipped";

export type PipeDuration = "Duration" | "EnrichmentStageDuration" | "TargetStageDuration";

/** What pipes do: metrics in CloudWatch, and what their filters let through on the bill. */
export class Metering {
  readonly #host: ServiceHost;
  readonly #metrics: MetricMinutes;
  readonly #usage: UsageMeter;
  readonly #running = new Map<string, number>();

  constructor(host: ServiceHost) {
    this.#host = host;
    this.#metrics = new MetricMinutes(host, { namespace: "AWS/EventBridge/Pipes", service: pipes });
    this.#usage = new UsageMeter(host);
  }

  /** An execution begins, with what its filter has let through; `events` are their sizes in bytes. What it gives is called when it has ended. */
  begin(pipe: Pipe, events: readonly number[]): () => void {
    const { account, name } = pipe;
    const running = (this.#running.get(account) ?? 0) + 1;
    this.#running.set(account, running);
    this.#metrics.measure(pipe, { AwsAccountId: account }, "Concurrency", running, "None");
    this.#metrics.count(pipe, { AwsAccountId: account }, "Invocations", 1, "None");
    this.#metrics.count(pipe, { PipeName: name }, "Invocations", 1, "None");
    this.#metrics.count(pipe, { PipeName: name }, "EventCount", events.length, "None");
    for (const bytes of events) this.#metrics.measure(pipe, { PipeName: name }, "EventSize", bytes, "Bytes");
    // Those of a batch that come together count together.
    const bytes = events.reduce((sum, size) => sum + size, 0);
    this.#usage.add(account, {
      service: "Amazon EventBridge",
      usageType: "Request-64K-Chunks",
      operation: "PipeRequest",
      region: pipe.region,
      resource: pipeArn(pipe, name),
      tags: pipe.tags,
      atMs: this.#host.clock.nowMs(),
      quantity: Math.max(Math.ceil(bytes / chunkBytes), 1),
    });
    return () => {
      const left = (this.#running.get(account) ?? 1) - 1;
      if (left > 0) this.#running.set(account, left);
      else this.#running.delete(account);
    };
  }

  count(pipe: Pipe, counter: PipeCounter): void {
    this.#metrics.count(pipe, { PipeName: pipe.name }, counter, 1, "None");
    if (counter === "ExecutionThrottled") this.#metrics.count(pipe, { AwsAccountId: pipe.account }, counter, 1, "None");
  }

  took(pipe: Pipe, what: PipeDuration, ms: number): void {
    this.#metrics.measure(pipe, { PipeName: pipe.name }, what, ms, "Milliseconds");
  }

  async stop(): Promise<void> {
    await this.#metrics.stop();
    await this.#usage.stop();
  }
}
