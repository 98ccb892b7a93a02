/** Source: "GetCostAndUsage", "Quotas and restrictions". */
export const limits = {
  groupsBy: 2,
  hourlyDays: 14,
  months: 38,
  /** A result of more groups comes in pages (ours). */
  groupsPerPage: 5_000,
  valuesPerPage: 1_000,
  filterDepth: 32,
  /** Source: "GetCostForecast": three months by days, eighteen by months. */
  forecastDays: 92,
  forecastMonths: 18,
  predictionLevel: 80,
} as const;
