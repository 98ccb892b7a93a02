import type { FunctionRecord } from "../functions/function.ts";

/** What the platform's own log lines tell of one invocation. Durations in milliseconds. */
export interface InvocationReport {
  readonly requestId: string;
  readonly durationMs: number;
  /** Only of an environment's first invocation. */
  readonly initDurationMs: number | undefined;
  readonly maxMemoryUsedBytes: number;
  readonly status: "success" | "timeout" | "error";
  /** With status `error`: `Runtime.ExitError`, … */
  readonly errorType?: string;
}

export function startLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST\n`;
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}\n`;
}

/** Source: "Understanding the Lambda execution environment lifecycle" and "Working with Lambda function logs". */
export function reportLine(report: InvocationReport, { configuration }: FunctionRecord): string {
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedDurationMs(report)} ms`,
    `Memory Size: ${configuration.memoryMiB} MB`,
    `Max Memory Used: ${Math.min(configuration.memoryMiB, Math.ceil(report.maxMemoryUsedBytes / 1024 ** 2))} MB`,
  ];
  if (report.initDurationMs !== undefined) fields.push(`Init Duration: ${report.initDurationMs.toFixed(2)} ms`);
  if (report.status !== "success") fields.push(`Status: ${report.status}`);
  if (report.errorType) fields.push(`Error Type: ${report.errorType}`);
  return `${fields.join("\t")}\t\n`;
}

/** Written when initialisation fails, before it is tried again within the invocation. */
export function initReportLine(durationMs: number, phase: "init" | "invoke", failure: InitFailure): string {
  const type = failure.errorType ? `\tError Type: ${failure.errorType}` : "";
  return `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}\tStatus: ${failure.status}${type}\n`;
}

export interface InitFailure {
  readonly status: "error" | "timeout";
  readonly errorType?: string;
}

/** Steps of 1 ms, rounded up; since August 2025 the INIT phase is billed with the first invocation. */
export function billedDurationMs({ durationMs, initDurationMs = 0 }: InvocationReport): number {
  return Math.ceil(durationMs + initDurationMs);
}
