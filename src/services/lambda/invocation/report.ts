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

export interface InitFailure {
  readonly status: "error" | "timeout";
  readonly errorType?: string;
}

/** Rounded up to the increment; since August 2025 the INIT phase is billed with the first invocation. */
export function billedDurationMs({ durationMs, initDurationMs = 0 }: InvocationReport, incrementMs: number): number {
  return Math.max(1, Math.ceil((durationMs + initDurationMs) / incrementMs)) * incrementMs;
}

/** The function's limit at most, as the kernel counts a little beyond it. */
export function toMegabytes({ maxMemoryUsedBytes }: InvocationReport, memoryMiB: number): number {
  return Math.min(memoryMiB, Math.ceil(maxMemoryUsedBytes / 1024 ** 2));
}
