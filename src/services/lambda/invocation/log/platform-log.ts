import type { ExtensionReport, SubscriptionReport } from "../../../../sandbox/sandbox.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import { runtimeVersionArn } from "../../functions/to-configuration.ts";
import {
  initReportRecord,
  initStartRecord,
  reportRecord,
  restoreReportRecord,
  restoreStartRecord,
  runtimeVersion,
  startRecord,
} from "./platform-records.ts";
import { billedDurationMs, type InitFailure, type InvocationReport, toMegabytes } from "./report.ts";

/** The platform's own lines in a function's log, in one of the two formats. A line that is not to be written is undefined. */
export interface PlatformLog {
  initStart(nowMs: number): string | undefined;
  /** What AWS would not say: another version stands in for the runtime. */
  note(text: string, nowMs: number): string;
  start(requestId: string, nowMs: number): string | undefined;
  end(requestId: string): string | undefined;
  report(report: InvocationReport, nowMs: number): string | undefined;
  /** When initialisation fails, before it is tried again within the invocation; and of a snapshot's. */
  initReport(
    durationMs: number,
    phase: "init" | "invoke",
    failure: InitFailure | undefined,
    nowMs: number,
  ): string | undefined;
  /** Before and after an environment is made from a snapshot. */
  restoreStart(nowMs: number): string | undefined;
  restoreReport(durationMs: number, failure: InitFailure | undefined, nowMs: number): string | undefined;
  /** How far an extension has come in the INIT phase. */
  extension(report: ExtensionReport, nowMs: number): string | undefined;
  /** An extension listens to the Telemetry API or the Logs API. */
  subscribed(report: SubscriptionReport, nowMs: number): string | undefined;
  /** What the platform has to say of an invocation it ended. */
  failure(message: string): string | undefined;
}

export function createPlatformLog(record: FunctionRecord, incrementMs: number, initialization: string): PlatformLog {
  return record.configuration.logging.format === "JSON"
    ? new JsonLog(record, incrementMs, initialization)
    : new TextLog(record, incrementMs);
}

/** Source: "Understanding the Lambda execution environment lifecycle" and "Working with Lambda function logs". */
class TextLog implements PlatformLog {
  readonly #record: FunctionRecord;
  readonly #incrementMs: number;

  constructor(record: FunctionRecord, incrementMs: number) {
    this.#record = record;
    this.#incrementMs = incrementMs;
  }

  initStart(): string {
    const record = this.#record;
    return `INIT_START Runtime Version: ${runtimeVersion(record)}\tRuntime Version ARN: ${runtimeVersionArn(record)}\n`;
  }

  note(text: string): string {
    return `[squall] ${text}\n`;
  }

  start(requestId: string): string {
    return `START RequestId: ${requestId} Version: ${this.#record.version}\n`;
  }

  end(requestId: string): string {
    return `END RequestId: ${requestId}\n`;
  }

  report(report: InvocationReport): string {
    const { memoryMiB } = this.#record.configuration;
    let line =
      `REPORT RequestId: ${report.requestId}\tDuration: ${report.durationMs.toFixed(2)} ms\t` +
      `Billed Duration: ${billedDurationMs(report, this.#incrementMs)} ms\tMemory Size: ${memoryMiB} MB\t` +
      `Max Memory Used: ${toMegabytes(report, memoryMiB)} MB`;
    if (report.restore) {
      const { durationMs, billedMs } = report.restore;
      line += `\tRestore Duration: ${durationMs.toFixed(2)} ms\tBilled Restore Duration: ${billedMs} ms`;
    }
    if (report.initDurationMs !== undefined) line += `\tInit Duration: ${report.initDurationMs.toFixed(2)} ms`;
    if (report.status !== "success") line += `\tStatus: ${report.status}`;
    if (report.errorType) line += `\tError Type: ${report.errorType}`;
    return `${line}\t\n`;
  }

  initReport(durationMs: number, phase: "init" | "invoke", failure: InitFailure | undefined): string {
    const type = failure?.errorType ? `\tError Type: ${failure.errorType}` : "";
    const status = failure?.status ?? "success";
    return `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\tStatus: ${status}${type}\n`;
  }

  restoreStart(): string {
    const record = this.#record;
    return `RESTORE_START Runtime Version: ${runtimeVersion(record)}\tRuntime Version ARN: ${runtimeVersionArn(record)}\n`;
  }

  restoreReport(durationMs: number, failure: InitFailure | undefined): string {
    const status = failure ? `\tStatus: ${failure.status}` : "";
    const type = failure?.errorType ? `\tError Type: ${failure.errorType}` : "";
    return `RESTORE_REPORT Restore Duration: ${durationMs.toFixed(2)} ms${status}${type}\n`;
  }

  extension({ name, state, events, errorType }: ExtensionReport): string {
    const type = errorType ? `\tError Type: ${errorType}` : "";
    return `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(", ")}]${type}\n`;
  }

  subscribed({ api, name, types }: SubscriptionReport): string {
    const names = types.map((type) => type.charAt(0).toUpperCase() + type.slice(1));
    return `${api.toUpperCase()}\tName: ${name}\tState: Subscribed\tTypes: [${names.join(", ")}]\n`;
  }

  failure(message: string): string {
    return message;
  }
}

const ranks = { DEBUG: 0, INFO: 1, WARN: 2 } as const;

/**
 * Records of the Telemetry API's form, each with a level; those below the function's system log level are left out.
 * Source: "Configuring advanced logging controls for Lambda functions", "System log level event mapping".
 */
class JsonLog implements PlatformLog {
  readonly #record: FunctionRecord;
  readonly #incrementMs: number;
  readonly #initialization: string;
  readonly #least: number;

  constructor(record: FunctionRecord, incrementMs: number, initialization: string) {
    this.#record = record;
    this.#incrementMs = incrementMs;
    this.#initialization = initialization;
    this.#least = ranks[record.configuration.logging.systemLevel ?? "INFO"];
  }

  initStart(nowMs: number): string | undefined {
    return this.#line("INFO", nowMs, "platform.initStart", initStartRecord(this.#record, this.#initialization));
  }

  note(text: string, nowMs: number): string {
    return `${JSON.stringify({ timestamp: new Date(nowMs).toISOString(), level: "WARN", message: `[squall] ${text}` })}\n`;
  }

  start(requestId: string, nowMs: number): string | undefined {
    return this.#line("INFO", nowMs, "platform.start", startRecord(requestId, this.#record.version));
  }

  /** The format has no such record. */
  end(): undefined {
    return undefined;
  }

  report(report: InvocationReport, nowMs: number): string | undefined {
    const { memoryMiB } = this.#record.configuration;
    const level = report.status === "success" ? "INFO" : "WARN";
    return this.#line(level, nowMs, "platform.report", reportRecord(report, memoryMiB, this.#incrementMs));
  }

  initReport(
    durationMs: number,
    phase: "init" | "invoke",
    failure: InitFailure | undefined,
    nowMs: number,
  ): string | undefined {
    const record = initReportRecord(durationMs, phase, this.#initialization, failure);
    return this.#line(failure ? "WARN" : "INFO", nowMs, "platform.initReport", record);
  }

  restoreStart(nowMs: number): string | undefined {
    return this.#line("INFO", nowMs, "platform.restoreStart", restoreStartRecord(this.#record));
  }

  restoreReport(durationMs: number, failure: InitFailure | undefined, nowMs: number): string | undefined {
    const record = restoreReportRecord(durationMs, failure);
    return this.#line(failure ? "WARN" : "INFO", nowMs, "platform.restoreReport", record);
  }

  extension({ name, state, events, errorType }: ExtensionReport, nowMs: number): string | undefined {
    const record = { name, state, events, errorType };
    return this.#line(errorType ? "WARN" : "INFO", nowMs, "platform.extension", record);
  }

  subscribed({ api, name, types }: SubscriptionReport, nowMs: number): string | undefined {
    return this.#line("INFO", nowMs, `platform.${api}Subscription`, { name, state: "Subscribed", types });
  }

  /** The report tells it. */
  failure(): undefined {
    return undefined;
  }

  #line(level: keyof typeof ranks, nowMs: number, type: string, record: object): string | undefined {
    if (ranks[level] < this.#least) return undefined;
    return `${JSON.stringify({ time: new Date(nowMs).toISOString(), type, record })}\n`;
  }
}
