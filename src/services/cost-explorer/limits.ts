/** Source: "GetCostAndUsage", "Quotas and restrictions". */
export const limits = {
  groupsBy: 2,
  hourlyDays: 14,
  months: 38,
  /** A result of more groups comes in pages (ours). */
  groupsPerPage: 5_000,
  valuesPerPage: 1_000,
  filterDepth: 32,
} as const;
