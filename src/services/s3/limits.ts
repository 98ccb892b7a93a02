/** S3's quotas. Sources: "Amazon S3 multipart upload limits", "Bucket quotas", "Object tagging", "Bucket policies". */
export const limits = {
  bucketsPerAccount: 10_000,
  keyBytes: 1_024,
  metadataBytes: 2 * 1_024,
  singleUploadBytes: 5 * 1_024 ** 3,
  copyBytes: 5 * 1_024 ** 3,
  parts: 10_000,
  /** Every part but the last. */
  leastPartBytes: 5 * 1_024 ** 2,
  partBytes: 5 * 1_024 ** 3,
  /** A document of as many keys or parts as there may be, the longest there are: not an AWS quota. */
  listBodyBytes: 8 * 1_024 ** 2,
  keysPerDelete: 1_000,
  page: 1_000,
  bucketsPage: 10_000,
  objectTags: 10,
  bucketTags: 50,
  tagKeyCharacters: 128,
  tagValueCharacters: 256,
  policyBytes: 20 * 1_024,
  corsRules: 100,
  routingRules: 50,
  lifecycleRules: 1_000,
  lifecycleIdCharacters: 255,
  notificationConfigurations: 100,
  /** Of metrics, of analytics, of intelligent tiering and of inventories, each. */
  configurations: 1_000,
  configurationsPage: 100,
  /** Ours: text of one file of an inventory before it is compressed. */
  inventoryFileBytes: 16 * 1_024 ** 2,
  replicationRules: 1_000,
  replicationIdCharacters: 255,
  configurationIdCharacters: 64,
  /** Bodies no larger than this are in the object's row: no file, and one wait for the disk instead of three. */
  bodyInRowBytes: 16 * 1_024,
  /** Names of buckets kept in memory. */
  cachedBuckets: 10_000,
  /** Accounts whose block of public access is kept in memory. */
  cachedAccountBlocks: 10_000,
} as const;
