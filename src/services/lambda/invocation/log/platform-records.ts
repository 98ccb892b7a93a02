import type { FunctionRecord } from "../../functions/function.ts";
import { runtimeVersionArn } from "../../functions/to-configuration.ts";
import { billedDurationMs, type InitFailure, type InvocationReport, toMegabytes } from "./report.ts";

/** The records of the platform's events, as the Telemetry API and a log in JSON have them. Source: "Lambda Telemetry API Event schema reference". */

export interface PlatformRecord {
  readonly [member: string]: unknown;
}

export function initStartRecord(record: FunctionRecord, initializationType: string): PlatformRecord {
  return {
    initializationType,
    phase: "init",
    runtimeVersion: runtimeVersion(record),
    runtimeVersionArn: runtimeVersionArn(record),
    functionName: record.name,
    functionVersion: record.version,
  };
}

export function restoreStartRecord(record: FunctionRecord): PlatformRecord {
  return {
    runtimeVersion: runtimeVersion(record),
    runtimeVersionArn: runtimeVersionArn(record),
    functionName: record.name,
    functionVersion: record.version,
  };
}

export function startRecord(requestId: string, version: string): PlatformRecord {
  return { requestId, version };
}

export function reportRecord(report: InvocationReport, memoryMiB: number, incrementMs: number): PlatformRecord {
  const { initDurationMs, restore } = report;
  return {
    requestId: report.requestId,
    metrics: {
      durationMs: round(report.durationMs),
      billedDurationMs: billedDurationMs(report, incrementMs),
      memorySizeMB: memoryMiB,
      maxMemoryUsedMB: toMegabytes(report, memoryMiB),
      initDurationMs: initDurationMs === undefined ? undefined : round(initDurationMs),
      restoreDurationMs: restore && round(restore.durationMs),
      billedRestoreDurationMs: restore?.billedMs,
    },
    status: report.status,
    errorType: report.errorType,
  };
}

export function initReportRecord(
  durationMs: number,
  phase: "init" | "invoke",
  initializationType: string,
  failure: InitFailure | undefined,
): PlatformRecord {
  return {
    initializationType,
    phase,
    status: failure?.status ?? "success",
    errorType: failure?.errorType,
    metrics: { durationMs: round(durationMs) },
  };
}

export function restoreReportRecord(durationMs: number, failure: InitFailure | undefined): PlatformRecord {
  return {
    status: failure?.status ?? "success",
    errorType: failure?.errorType,
    metrics: { durationMs: round(durationMs) },
  };
}

export function runtimeDoneRecord(done: {
  readonly requestId: string;
  readonly status: string;
  readonly errorType: string | undefined;
  readonly durationMs: number;
  readonly producedBytes: number;
  readonly startedMs: number;
}): PlatformRecord {
  const { requestId, status, errorType, durationMs, producedBytes, startedMs } = done;
  return {
    requestId,
    status,
    errorType,
    metrics: { durationMs: round(durationMs), producedBytes },
    spans: [{ name: "responseLatency", start: new Date(startedMs).toISOString(), durationMs: round(durationMs) }],
  };
}

export function round(durationMs: number): number {
  return Math.round(durationMs * 1000) / 1000;
}

/** `python3.11` → `python:3.11.v1`, `provided.al2023` → `provided:al2023.v1`: AWS counts its patches, here there is one interpreter. */
export function runtimeVersion({ configuration: { runtime } }: FunctionRecord): string {
  const match = /^([a-z]+)\.?(.*)$/s.exec(runtime.replace(/\.x$/, ""));
  return `${match?.[1] ?? runtime}:${match?.[2] ?? ""}.v1`;
}
