/** Source: "CloudWatch Logs quotas" and "PutLogEvents". */
export const limits = {
  /** Bytes that each event adds to a batch beside its text. */
  eventOverheadBytes: 26,
  batchBytes: 1_048_576,
  batchSpanMs: 24 * 60 * 60 * 1000,
  eventMaxAgeMs: 14 * 24 * 60 * 60 * 1000,
  eventMaxAheadMs: 2 * 60 * 60 * 1000,
  pageBytes: 1_048_576,
  pageEvents: 10_000,
  describePage: 50,
  tagsPerGroup: 50,
  groups: 1_000_000,
  /** How much FilterLogEvents reads for one answer before it gives a token to go on from. */
  filterScanBytes: 64 * 1_048_576,
  /** "Filter pattern syntax": expressions of one pattern, `[*]` of one selector and of one pattern. */
  regexesPerPattern: 2,
  wildcardsPerSelector: 1,
  wildcardsPerPattern: 3,
  /** Ours: what bounds an expression's automaton. */
  regexStates: 500,
  regexNodes: 1_000,
  liveTailGroups: 10,
  /** AWS samples a live tail above this. */
  liveTailEventsPerUpdate: 500,
} as const;
