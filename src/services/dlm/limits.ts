/** Source: "Amazon Data Lifecycle Manager endpoints and quotas", the pages of its types. */
export const limits = {
  policiesPerRegion: 100,
  tagsPerPolicy: 50,
  schedulesPerPolicy: 4,
  targetTags: 50,
  copiesPerSchedule: 3,
  retainedCount: 1_000,
  archiveEveryDays: 28,
  archivedDays: 90,
  longestDays: 36_500,
} as const;
