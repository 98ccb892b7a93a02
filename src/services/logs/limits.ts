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
  /** How much FilterLogEvents reads for one answer before it gives a token to go on from, and in one turn of the process. */
  filterScanBytes: 64 * 1_048_576,
  filterSliceBytes: 524_288,
  /** `startFromHead: false` of FilterLogEvents needs a start as young as this. */
  filterBackwardFromMs: Date.UTC(2024, 0, 1),
  /** How many expired chunks go in one write. */
  expiredChunksAtOnce: 1_000,
  /** "Filter pattern syntax": expressions of one pattern, `[*]` of one selector and of one pattern. */
  regexesPerPattern: 2,
  wildcardsPerSelector: 1,
  wildcardsPerPattern: 3,
  /** Ours: what bounds an expression's automaton. */
  regexStates: 500,
  regexNodes: 1_000,
  liveTailGroups: 10,
  liveTailEventsPerUpdate: 500,
  /** What a session holds for a client that reads too slowly; then the oldest events are dropped. */
  liveTailWaitingEvents: 5_000,
  liveTailUpdateMs: 1_000,
  liveTailSessionMs: 3 * 60 * 60 * 1000,
} as const;
