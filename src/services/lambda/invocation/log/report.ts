/** What the platform's own log lines tell of one invocation. Durations in milliseconds. */
export interface InvocationReport {
  readonly requestId: string;
  readonly durationMs: number;
  /** Only of an environment's first invocation. */
  readonly initDurationMs: number | undefined;
  /** Only of the first invocation of an environment made from a snapshot. */
  readonly restore?: { readonly durationMs: number; readonly billedMs: number };
  /** What extensions went on after the runtime had answered: a part of the duration. */
  readonly postRuntimeExtensionsMs?: number;
  readonly maxMemoryUsedBytes: number;
  readonly status: "success" | "timeout" | "error";
  /** With status `error`: `Runtime.ExitError`, … */
  readonly errorType?: string;
}

export interface InitFailure {
  readonly status: "error" | "timeout";
  readonly errorType?: string;
}

/** Rounded up to the increment; since August 2025 the INIT phase is billed with the first invocation. */
export function billedDurationMs(report: InvocationReport, incrementMs: number): number {
  const { durationMs, initDurationMs = 0, restore } = report;
  const increments = Math.max(1, Math.ceil((durationMs + initDurationMs) / incrementMs));
  return increments * incrementMs + (restore?.billedMs ?? 0);
}

/** The function's limit at most, as the kernel counts a little beyond it. */
export function toMegabytes({ maxMemoryUsedBytes }: InvocationReport, memoryMiB: number): number {
  return Math.min(memoryMiB, Math.ceil(maxMemoryUsedBytes / 1024 ** 2));
}
