const dayMs = 24 * 60 * 60 * 1000;

/** Source: "AWS X-Ray endpoints and quotas". */
export const limits = {
  segmentBytes: 64 * 1024,
  traceBytes: 500 * 1024,
  /** So long traces are kept, and so old a segment may be when it comes. */
  retentionMs: 30 * dayMs,
  /** Beyond that a segment is of the future. */
  aheadMs: 5 * 60 * 1000,
  queryMs: dayMs,
  /** Of BatchGetTraces. */
  tracesPerCall: 5,
  /** Ours: of one page of summaries, so many traces are looked at, and so many are given. */
  tracesLookedAt: 1_000,
  summariesPerPage: 100,
  /** Ours: a graph is that of so many traces at most, the latest. */
  tracesOfGraph: 5_000,
  expressionCharacters: 2_000,
} as const;
