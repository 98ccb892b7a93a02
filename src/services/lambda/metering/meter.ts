import { isNamed } from "../../../platform/aws-error.ts";
import type { Timer } from "../../../platform/clock.ts";
import type { ServiceHost } from "../../service.ts";
import type { FunctionRecord } from "../functions/function.ts";
import type { FunctionReference } from "../functions/function-name.ts";
import type { InvocationOutcome } from "../invocation/invocation.ts";
import { billedDurationMs } from "../invocation/log/report.ts";
import type { Target } from "../invocation/target.ts";
import type { LambdaSettings } from "../settings.ts";
import { Bill } from "./bill.ts";
import type { FunctionCounter } from "./counts.ts";
import type { MeteredInvocation } from "./metered-invocation.ts";
import { Metrics } from "./metrics.ts";

export type MeterListener = (invocation: MeteredInvocation) => void;

/** Counts: tells of every finished invocation, sends CloudWatch the metrics, and keeps the bill. */
export class Meter {
  readonly #host: ServiceHost;
  readonly #settings: LambdaSettings;
  readonly #metrics: Metrics;
  readonly #bill: Bill;
  readonly #listeners = new Set<MeterListener>();
  #timer: Timer | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(host: ServiceHost, settings: LambdaSettings) {
    this.#host = host;
    this.#settings = settings;
    this.#metrics = new Metrics(host, () => this.#arm());
    this.#bill = new Bill(host);
  }

  /** Called for each finished invocation, on the invocation's path: it must be quick. Gives the way to end it. */
  listen(listener: MeterListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * An invocation has been let in, where it's provisioned to one of so many environments. `claimed` is what the account's functions have for
   * themselves. It ends with `finished` or `failed`.
   */
  started(target: Target, provisioned: number | undefined, claimed: number): void {
    this.#metrics.started(target, provisioned, claimed);
    this.#arm();
  }

  finished(target: Target, { report, failed }: InvocationOutcome, provisioned: boolean): void {
    const { record, qualifier } = target;
    const { configuration } = record;
    const invocation: MeteredInvocation = {
      account: record.account,
      region: record.region,
      functionName: record.name,
      version: record.version,
      qualifier,
      requestId: report.requestId,
      endedMs: this.#host.clock.nowMs(),
      durationMs: report.durationMs,
      billedMs: billedDurationMs(report, this.#settings.billingIncrementMs),
      initMs: report.initDurationMs,
      postRuntimeExtensionsMs: report.postRuntimeExtensionsMs,
      memoryMiB: configuration.memoryMiB,
      ephemeralStorageMiB: configuration.ephemeralStorageMiB,
      architecture: configuration.architecture,
      provisioned,
      failed,
    };
    this.#metrics.finished(target, invocation);
    this.#bill.add(invocation, target.known.family.tags);
    for (const listener of this.#listeners) listener(invocation);
    this.#arm();
  }

  /** It was let in and could not be run, or was not let in. */
  failed(target: Target, error: unknown, entered: "provisioned" | "on-demand" | undefined): void {
    if (entered) this.#metrics.left(target, entered === "provisioned");
    if (isNamed(error, "TooManyRequestsException")) this.#metrics.throttled(target);
    this.#arm();
  }

  count(of: FunctionReference, counter: FunctionCounter): void {
    this.#metrics.count(of, counter);
    this.#arm();
  }

  /** How old an asynchronous event was when it was handed to the function. */
  eventAge(of: FunctionReference, ageMs: number): void {
    this.#metrics.eventAge(of, ageMs);
  }

  /** How old the last record of a stream's batch was when it was handed to the function. */
  iteratorAge(of: FunctionReference, ageMs: number): void {
    this.#metrics.iteratorAge(of, ageMs);
  }

  /** GB-seconds of environments that were kept ready. */
  provisioned(record: FunctionRecord, tags: Readonly<Record<string, string>>, environmentSeconds: number): void {
    this.#bill.addProvisioned(record, tags, environmentSeconds);
    this.#arm();
  }

  /** Fulfilled when all that was counted is sent. */
  send(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#sending = this.#sending.then(async () => {
      await this.#metrics.send();
      await this.#bill.store();
      if (this.#metrics.isRunning) this.#arm();
    });
    return this.#sending;
  }

  /** All that was counted here or told by others is sent. */
  async stop(): Promise<void> {
    await this.send();
    this.#metrics.stop();
    await this.send();
  }

  reset(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#metrics.reset();
    this.#bill.reset();
  }

  /** A crash loses at most some seconds of the count, never an invocation. */
  #arm(): void {
    this.#timer ??= this.#host.clock.after(this.#metrics.sendAfterMs(), () => void this.send());
  }
}
