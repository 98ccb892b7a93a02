const minuteS = 60;
const hourS = 60 * minuteS;
const dayS = 24 * hourS;

/** Source: "CloudWatch service quotas", "PutMetricData", "GetMetricData", "GetMetricStatistics", "PutMetricAlarm". */
export const limits = {
  dataPerPut: 1_000,
  valuesPerDatum: 150,
  /** Ours, of the embedded metric format: 100 metrics (as many as AWS's own libraries put into an event) in 30 sets of dimensions; written at once. */
  embeddedDataPerEvent: 3_000,
  embeddedDataAtOnce: 500,
  dimensionsPerMetric: 30,
  /** Values lie between minus and plus this. */
  value: 2 ** 360,
  timestampAgeMs: 14 * dayS * 1000,
  timestampAheadMs: 2 * hourS * 1000,
  listMetricsPage: 500,
  /** A metric without data for so long is not listed any more. */
  listedForMs: 14 * dayS * 1000,
  recentlyActiveMs: 3 * hourS * 1000,
  queriesPerRequest: 500,
  metricDataPoints: 100_800,
  statisticsPoints: 1_440,
  /** Data points that one request may read, in all its metrics together (ours): they are in memory at once. */
  pointsRead: 2_000_000,
  /** Data points that the expressions of one request may take and make, each step of each counted (ours): a hundred bytes each. */
  pointsWorkedOn: 4_000_000,
  /** A metric-math expression's text, and how deep its parentheses nest (ours). */
  expressionLength: 2_048,
  expressionDepth: 64,
  /** Time series that SEARCH gives, and that one request gives in all (ours): each is written into the answer. */
  searchResults: 500,
  seriesGiven: 5_000,
  /** "CloudWatch Metrics Insights service quotas". */
  insightsMetrics: 10_000,
  alarms: 5_000,
  /** "CloudWatch service quotas": composite alarms of a region, and alarms that one looks at. */
  compositeAlarms: 1_000,
  childAlarms: 100,
  alarmRuleElements: 500,
  /** How many of them the reason's data tell. */
  triggeringAlarms: 50,
  metricsPerAlarm: 10,
  actionsPerState: 5,
  describeAlarmsPage: 100,
  historyPage: 100,
  historyAgeMs: 30 * dayS * 1000,
  /** Evaluation periods times period. */
  alarmSpanS: dayS,
  longAlarmSpanS: 7 * dayS,
  tagsPerResource: 50,
  dashboardWidgets: 500,
  dashboardBytes: 1_048_576,
  dashboards: 5_000,
  listDashboardsPage: 1_000,
  /** Distinct values that are kept exactly for one metric and one period; beyond, they are rounded by at most 1 %. */
  exactValues: 200,
  roundedValues: 1_000,
} as const;

/** How long data points are kept, and at what resolution. Source: "Metrics retention". */
export const retention = [
  { resolutionS: 1, keptS: 3 * hourS },
  { resolutionS: minuteS, keptS: 15 * dayS },
  { resolutionS: 5 * minuteS, keptS: 63 * dayS },
  { resolutionS: hourS, keptS: 455 * dayS },
] as const;
