/** Source: "CloudWatch Logs quotas" and "PutLogEvents". */
export const limits = {
  /** Bytes that each event adds to a batch beside its text. */
  eventOverheadBytes: 26,
  batchBytes: 1_048_576,
  /** A batch as JSON, which may write a character with six: not an AWS quota. */
  requestBytes: 8 * 1_048_576,
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
  /** How many chunks are removed in one write, and how many bytes of them: more would keep all others waiting. */
  removedChunksAtOnce: 500,
  removedBytesAtOnce: 4 * 1_048_576,
  /** "Filter pattern syntax": expressions of one pattern, `[*]` of one selector and of one pattern. */
  regexesPerPattern: 2,
  wildcardsPerSelector: 1,
  wildcardsPerPattern: 3,
  /** "CloudWatch Logs Insights query quotas" and "StartQuery". */
  insightsGroups: 50,
  insightsRows: 10_000,
  insightsMostRows: 100_000,
  insightsQueries: 100,
  insightsTimeoutMs: 60 * 60 * 1000,
  insightsKeptMs: 7 * 24 * 60 * 60 * 1000,
  insightsDiscoveredFields: 200,
  insightsStatsCommands: 2,
  queryDefinitions: 1_000,
  deliveryDestinations: 1_000,
  deliverySources: 1_000,
  deliveries: 1_000,
  /** Ours: queries that run at the same time, and what one may hold: text of rows, and values and groups of `stats`. */
  insightsRunning: 4,
  /** Ours: queries that wait for their turn, of all accounts together. */
  insightsWaiting: 1_000,
  insightsRowBytes: 64 * 1_048_576,
  insightsGroupsOfStats: 100_000,
  insightsStatsCells: 1_000_000,
  /** Ours: how deep documents are looked into for fields. */
  insightsFieldDepth: 50,
  /** Ours: queries that have ended are forgotten early when there are more of them, or when their results are larger. */
  insightsEndedQueries: 1_000,
  insightsKeptBytes: 256 * 1_048_576,
  /** "CloudWatch Logs quotas" and "PutMetricFilter". */
  metricFiltersPerGroup: 100,
  subscriptionFiltersPerGroup: 2,
  /** "Filter pattern syntax": filters of one group with an expression, of both kinds together. */
  regexFiltersPerGroup: 5,
  metricDimensions: 3,
  /** "PutMetricData": values of one datum. */
  metricValuesPerDatum: 150,
  /** Ours: data of one PutMetricData, and what one invocation of a subscribed function carries; Lambda takes 1 MiB. */
  metricDataAtOnce: 100,
  subscriptionPayloadBytes: 1_000_000,
  /** Ours: groups whose filters are kept ready. */
  cachedFilterGroups: 200,
  /** "CloudWatch Logs quotas": resource policies of a region. */
  resourcePolicies: 10,
  /** Ours: text of one exported object before it is compressed, and finished tasks that are told of. */
  exportPartBytes: 16 * 1_048_576,
  exportTasksKept: 1_000,
  /** How many events GetLogGroupFields looks at. */
  fieldSampleEvents: 10_000,
  liveTailGroups: 10,
  liveTailEventsPerUpdate: 500,
  /** What a session holds for a client that reads too slowly; then the oldest events are dropped. */
  liveTailWaitingEvents: 5_000,
  /** Ours: what a session has not looked at yet; what comes when there is more of it is left out. */
  liveTailArrivingCharacters: 16 * 1_048_576,
  liveTailUpdateMs: 1_000,
  liveTailSessionMs: 3 * 60 * 60 * 1000,
  /** Ours: groups kept in memory for those who write to them. */
  knownGroups: 10_000,
  /** Ours: accounts and regions whose resource policies are kept in memory. */
  knownResourcePolicies: 1_000,
} as const;
