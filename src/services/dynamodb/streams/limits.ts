/** Source: "Quotas in Amazon DynamoDB", *DynamoDB Streams*, and the pages of its operations. */
export const limits = {
  /** A record can be read for so long. */
  retentionMs: 24 * 60 * 60 * 1000,
  /** Of a shard iterator. */
  iteratorMs: 15 * 60 * 1000,
  recordsPerPage: 1_000,
  pageBytes: 1024 * 1024,
  streamsPerPage: 100,
  shardsPerPage: 100,
} as const;
