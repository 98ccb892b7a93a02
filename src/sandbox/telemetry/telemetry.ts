import type { Clock } from "../../platform/clock.ts";
import type { SubscriptionReport, TelemetrySink } from "../sandbox.ts";
import type { Connect } from "./delivery.ts";
import { withLines } from "./event-lines.ts";
import { LineSplitter } from "./line-splitter.ts";
import { Subscriber } from "./subscriber.ts";
import type { Subscription } from "./subscription.ts";
import type { TelemetryEvent } from "./telemetry-event.ts";

/** What happened before anybody could have subscribed is kept for those who do. */
const history = { events: 1_000, bytes: 256 * 1024 } as const;

export interface TelemetryOptions {
  readonly clock: Clock;
  readonly connect: Connect;
  /** With JSON, a line that is an object is told as one. */
  readonly logFormat: "Text" | "JSON";
  readonly onSubscribed: (subscription: SubscriptionReport) => Promise<void> | undefined;
}

/** What happens in one environment, told to those of its extensions that have subscribed. Source: "Lambda Telemetry API". */
export class Telemetry implements TelemetrySink {
  readonly #options: TelemetryOptions;
  readonly #subscribers = new Map<string, Subscriber>();
  readonly #lines = {
    function: new LineSplitter((line) => this.#line("function", withLines(line))),
    extension: new LineSplitter((line) => this.#line("extension", line)),
  };
  #history: TelemetryEvent[] | undefined = [];
  #historyBytes = 0;

  constructor(options: TelemetryOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#history !== undefined || this.#subscribers.size > 0;
  }

  get isClosed(): boolean {
    return this.#history === undefined;
  }

  platform(type: string, record: unknown): void {
    if (this.isOpen) this.#tell({ time: this.#now(), type: `platform.${type}`, record }, 200);
  }

  output(type: "function" | "extension", chunk: Buffer): void {
    if (this.isOpen) this.#lines[type].write(chunk);
  }

  /** Undefined unless the extension must wait before it subscribes again. */
  subscribe(name: string, subscription: Subscription): Promise<void> | undefined {
    const former = this.#subscribers.get(name);
    former?.close();
    const { clock, connect } = this.#options;
    const subscriber = new Subscriber(subscription, clock, connect);
    this.#subscribers.set(name, subscriber);
    for (const event of this.#history ?? []) subscriber.tell(event);
    const { api, types } = subscription;
    const kind = api === "logs" ? "logsSubscription" : "telemetrySubscription";
    this.platform(kind, { name, state: "Subscribed", types });
    return this.#options.onSubscribed({ api, name, types });
  }

  /** The INIT phase is over: nobody subscribes any more. */
  close(): void {
    this.#history = undefined;
  }

  /** Sends what is gathered. Fulfilled when it has been taken, or can't be. */
  async flush(): Promise<void> {
    this.#lines.function.end();
    this.#lines.extension.end();
    await Promise.all([...this.#subscribers.values()].map((subscriber) => subscriber.flush()));
  }

  /** Nobody can listen for now. */
  pause(): void {
    for (const subscriber of this.#subscribers.values()) subscriber.pause();
  }

  resume(): void {
    for (const subscriber of this.#subscribers.values()) subscriber.resume();
  }

  /** The environment has ended. */
  end(): void {
    this.close();
    for (const subscriber of this.#subscribers.values()) subscriber.close();
    this.#subscribers.clear();
  }

  #line(type: "function" | "extension", line: string): void {
    this.#tell({ time: this.#now(), type, record: this.#toRecord(line) }, line.length);
  }

  #toRecord(line: string): unknown {
    if (this.#options.logFormat === "Text" || !line.startsWith("{")) return line;
    try {
      return JSON.parse(line);
    } catch {
      return line;
    }
  }

  #tell(event: TelemetryEvent, bytes: number): void {
    if (this.#history && this.#history.length < history.events && this.#historyBytes < history.bytes) {
      this.#history.push(event);
      this.#historyBytes += bytes;
    }
    for (const subscriber of this.#subscribers.values()) subscriber.tell(event);
  }

  #now(): string {
    return new Date(this.#options.clock.nowMs()).toISOString();
  }
}
