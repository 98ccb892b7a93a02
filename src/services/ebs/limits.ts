/** Source: "EBS direct APIs", the pages of the operations; "Amazon EBS endpoints and quotas". */
export const limits = {
  volumeGiB: 65_536,
  smallestPage: 100,
  largestPage: 10_000,
  tagsPerSnapshot: 50,
  tagKeyLength: 127,
  tagValueLength: 255,
  /** "Pending snapshots per account". */
  pendingSnapshots: 100,
  /** "Snapshots per Region". */
  snapshotsPerRegion: 100_000,
  defaultTimeoutMinutes: 60,
  blockTokenDays: 7,
  /** Ancestors that are looked at to see whether two snapshots are related. */
  ancestors: 1_000,
} as const;
