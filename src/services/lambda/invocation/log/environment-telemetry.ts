import type { ExtensionReport, TelemetrySink } from "../../../../sandbox/sandbox.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import { initReportRecord, initStartRecord, reportRecord, runtimeDoneRecord } from "./platform-records.ts";
import type { InitFailure, InvocationReport } from "./report.ts";

/** What one environment tells those of its extensions that have subscribed; while nobody can, nothing. Source: "Lambda Telemetry API". */
export class EnvironmentTelemetry {
  readonly #record: FunctionRecord;
  readonly #initialization: string;
  readonly #incrementMs: number;
  #sink: TelemetrySink | undefined;

  constructor(record: FunctionRecord, initialization: string, incrementMs: number) {
    this.#record = record;
    this.#initialization = initialization;
    this.#incrementMs = incrementMs;
  }

  get #listener(): TelemetrySink | undefined {
    return this.#sink?.isOpen ? this.#sink : undefined;
  }

  /** From now on somebody may subscribe. */
  open(sink: TelemetrySink): void {
    this.#sink = sink;
    sink.platform("initStart", initStartRecord(this.#record, this.#initialization));
  }

  output(type: "function" | "extension", chunk: Buffer): void {
    this.#sink?.output(type, chunk);
  }

  extension({ name, state, events }: ExtensionReport): void {
    this.#listener?.platform("extension", { name, state, events });
  }

  initialised(durationMs: number, phase: "init" | "invoke", failure: InitFailure | undefined): void {
    if (!this.#listener) return;
    const report = initReportRecord(durationMs, phase, this.#initialization, failure);
    const { metrics, ...runtimeDone } = report;
    this.#sink?.platform("initRuntimeDone", runtimeDone);
    this.#sink?.platform("initReport", report);
  }

  started(requestId: string, traceId: string | undefined): void {
    const tracing = { type: "X-Amzn-Trace-Id", value: traceId ?? "" };
    this.#listener?.platform("start", { requestId, version: this.#record.version, tracing });
  }

  runtimeDone(done: Parameters<typeof runtimeDoneRecord>[0]): void {
    this.#listener?.platform("runtimeDone", runtimeDoneRecord(done));
  }

  ended(report: InvocationReport): void {
    if (!this.#listener) return;
    this.#sink?.platform("end", { requestId: report.requestId });
    const { memoryMiB } = this.#record.configuration;
    this.#sink?.platform("report", reportRecord(report, memoryMiB, this.#incrementMs));
  }

  fault(message: string): void {
    this.#listener?.platform("fault", message);
  }
}
