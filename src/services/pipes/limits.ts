/** Source: "Amazon EventBridge Pipes quotas", and the pages of the operations. */
export const limits = {
  pipes: 1_000,
  pageSize: 100,
  tagsPerPipe: 50,
  filters: 5,
  batchSize: 10,
  largestBatch: 10_000,
  fifoBatch: 10,
  streamBatch: 100,
  /** Ours: records of a shard that are taken ahead of those that are handled. */
  streamRecordsAhead: 5_000,
  /** What an enrichment or a target that is called with a batch takes. */
  payloadBytes: 6 * 1024 * 1024 - 2,
  /** What one batch may take, enrichment and target together. */
  executionMs: 5 * 60 * 1_000,
  /** Batches of one pipe that are handled at the same time. */
  concurrency: 1_000,
  /** Ours: how long a change of state takes. */
  changeMs: 1_000,
} as const;
