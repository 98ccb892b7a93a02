/** Source: "Recycle Bin quotas", and the pages of its types. */
export const limits = {
  rulesPerRegion: 250,
  tagsPerRule: 50,
  retentionDays: 365,
  volumeRetentionDays: 7,
  largestPage: 1_000,
} as const;
