import type { Clock } from "../../../../platform/clock.ts";
import type { ExtensionReport, Sandbox, SubscriptionReport, TelemetrySink } from "../../../../sandbox/sandbox.ts";
import { LineSplitter } from "../../../../sandbox/telemetry/line-splitter.ts";
import { logGroupName } from "../../functions/to-configuration.ts";
import { limits } from "../../limits.ts";
import type { EnvironmentPlan } from "../environment/environment-plan.ts";
import type { InvocationRequest } from "../invocation.ts";
import { EnvironmentTelemetry } from "./environment-telemetry.ts";
import { logStreamName } from "./log-stream-name.ts";
import { LogTail } from "./log-tail.ts";
import { LogWriter } from "./log-writer.ts";
import { createPlatformLog, type PlatformLog } from "./platform-log.ts";
import type { InitFailure, InvocationReport } from "./report.ts";

/**
 * What an environment tells of itself: to its log stream, to the tail that a caller asked for, and to extensions that have subscribed.
 */
export class EnvironmentLog {
  readonly stream: string;
  readonly #clock: Clock;
  readonly #writer: LogWriter;
  readonly #lines: PlatformLog;
  readonly #tail = new LogTail(limits.logTailBytes);
  readonly #telemetry: EnvironmentTelemetry;
  readonly #sandbox: Pick<Sandbox, "programNotice">;
  #hasToldOfProgram = false;
  readonly #extensionLines = new LineSplitter((line) => this.#write(line));

  constructor({ host, record, session, billingIncrementMs, initialization, logRoom, sandbox }: EnvironmentPlan) {
    this.#sandbox = sandbox;
    this.#clock = host.clock;
    this.stream = logStreamName(host, record.version);
    this.#writer = new LogWriter(host, session.as, logGroupName(record), this.stream, logRoom);
    this.#lines = createPlatformLog(record, billingIncrementMs, initialization);
    this.#telemetry = new EnvironmentTelemetry(record, initialization, billingIncrementMs);
  }

  initStart(): void {
    this.#write(this.#lines.initStart(this.#clock.nowMs()));
  }

  note(text: string | undefined): void {
    if (text) this.#write(this.#lines.note(text, this.#clock.nowMs()));
  }

  initialised(durationMs: number, phase: "init" | "invoke", failure: InitFailure | undefined): void {
    this.#telemetry.initialised(durationMs, phase, failure);
    if (!failure) return;
    this.endLine();
    this.#write(this.#lines.initReport(durationMs, phase, failure, this.#clock.nowMs()));
  }

  restoreStart(): void {
    this.#write(this.#lines.restoreStart(this.#clock.nowMs()));
  }

  restored(durationMs: number, failure: InitFailure | undefined): void {
    this.endLine();
    this.#write(this.#lines.restoreReport(durationMs, failure, this.#clock.nowMs()));
  }

  /** Gives the time it has written. */
  started({ requestId, traceId, tailLog }: InvocationRequest): number {
    if (tailLog) this.#tail.start();
    const atMs = this.#clock.nowMs();
    this.#write(this.#lines.start(requestId, atMs));
    this.#telemetry.started(requestId, traceId);
    return atMs;
  }

  runtimeDone(done: Parameters<EnvironmentTelemetry["runtimeDone"]>[0]): void {
    this.#telemetry.runtimeDone(done);
  }

  /** `message` is a line that the platform adds. */
  ended(report: InvocationReport, message: string | undefined): void {
    this.endLine();
    if (message) {
      this.#write(this.#lines.failure(message));
      this.#telemetry.fault(message);
    }
    this.#write(this.#lines.end(report.requestId));
    this.#write(this.#lines.report(report, this.#clock.nowMs()));
    this.#telemetry.ended(report);
  }

  /** The last 4 KiB of the invocation's log, if asked for. */
  takeTail(): Buffer | undefined {
    return this.#tail.take();
  }

  /** Undefined unless the function must wait before more of its output is read. */
  output(chunk: Buffer): Promise<void> | undefined {
    this.#tail.write(chunk);
    this.#telemetry.output("function", chunk);
    const room = this.#writer.output(chunk);
    if (!this.#hasToldOfProgram) this.#tellOfProgram(chunk);
    return room;
  }

  extensionOutput(chunk: Buffer): Promise<void> | undefined {
    this.#extensionLines.write(chunk);
    this.#telemetry.output("extension", chunk);
    return this.#writer.room();
  }

  extension(report: ExtensionReport): void {
    this.#write(this.#lines.extension(report, this.#clock.nowMs()));
    this.#telemetry.extension(report);
  }

  /** As `output`: an extension may subscribe as often as it likes. */
  subscribed(subscription: SubscriptionReport): Promise<void> | undefined {
    this.#write(this.#lines.subscribed(subscription, this.#clock.nowMs()));
    return this.#writer.room();
  }

  openTelemetry(sink: TelemetrySink): void {
    this.#telemetry.open(sink);
  }

  /** Undefined while there is room for another event's lines; else fulfilled when it is worth another look. */
  room(): Promise<void> | undefined {
    return this.#writer.room();
  }

  endLine(): void {
    this.#writer.endLine();
  }

  /** Fulfilled when all that was written before the call is stored, which is not hastened. */
  stored(): Promise<void> {
    return this.#writer.stored();
  }

  /** The same, at once, as far as it can be stored soon. Nothing is written after it. */
  end(): Promise<void> {
    this.#extensionLines.end();
    this.endLine();
    return this.#writer.end();
  }

  /** Once: what looks for one looks for it with each event. */
  #tellOfProgram(chunk: Buffer): void {
    const notice = this.#sandbox.programNotice(chunk);
    if (notice === undefined) return;
    this.#hasToldOfProgram = true;
    this.endLine();
    this.note(notice);
  }

  #write(line: string | undefined): void {
    if (line === undefined) return;
    this.#tail.write(line);
    this.#writer.event(line);
  }
}
