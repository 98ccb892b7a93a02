import { isNamed } from "../../../platform/aws-error.ts";
import type { ServiceHost } from "../../service.ts";
import type { FunctionRecord } from "../functions/function.ts";
import type { InvocationOutcome } from "../invocation/environment.ts";
import type { Target } from "../invocation/invoker.ts";
import { billedDurationMs } from "../invocation/report.ts";
import type { LambdaSettings } from "../settings.ts";
import { UsageLedger } from "./usage-ledger.ts";

/** One finished invocation, for whoever counts: the bill, metrics. Durations in milliseconds. */
export interface MeteredInvocation {
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  readonly version: string;
  /** The version or alias it was invoked by. */
  readonly qualifier: string | undefined;
  readonly requestId: string;
  readonly endedMs: number;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly initMs: number | undefined;
  readonly memoryMiB: number;
  readonly architecture: "x86_64" | "arm64";
  readonly failed: boolean;
}

export type MeterListener = (invocation: MeteredInvocation) => void;

/** Tells of every finished invocation, and keeps what the bill needs. */
export class Meter {
  readonly ledger: UsageLedger;
  readonly #host: ServiceHost;
  readonly #settings: LambdaSettings;
  readonly #listeners = new Set<MeterListener>();

  constructor(host: ServiceHost, settings: LambdaSettings) {
    this.#host = host;
    this.#settings = settings;
    this.ledger = new UsageLedger(host);
  }

  /** Called for each finished invocation, on the invocation's path: it must be quick. Gives the way to end it. */
  listen(listener: MeterListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  record({ record, qualifier }: Target, { report, failed }: InvocationOutcome): void {
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
      memoryMiB: configuration.memoryMiB,
      architecture: configuration.architecture,
      failed,
    };
    this.ledger.add(invocation);
    for (const listener of this.#listeners) listener(invocation);
  }

  countThrottle({ record }: Target, error: unknown): void {
    if (isNamed(error, "TooManyRequestsException")) this.ledger.count(record, "throttles", this.#host.clock.nowMs());
  }

  countFailedDelivery(record: FunctionRecord, metric: "DestinationDeliveryFailures" | "DeadLetterErrors"): void {
    const counter = metric === "DeadLetterErrors" ? "deadLetterErrors" : "destinationFailures";
    this.ledger.count(record, counter, this.#host.clock.nowMs());
  }
}
