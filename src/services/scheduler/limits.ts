/** Source: "Quotas for Amazon EventBridge Scheduler", and the pages of the operations. */
export const limits = {
  schedules: 1_000_000,
  scheduleGroups: 500,
  tagsPerGroup: 50,
  pageSize: 100,
  /** A StartDate may be so long past. */
  startedAgoMs: 5 * 60_000,
  /** A single time so long past still happens: schedules are exact to the minute. */
  precisionMs: 60_000,
  /** Of a target without a RetryPolicy. */
  eventAgeSeconds: 86_400,
  retryAttempts: 185,
  /** Ours: schedules of a deleted group that one write removes. */
  removedAtOnce: 200,
} as const;
