const kib = 1024;
const secondMs = 1000;

/** Source: "Amazon SQS quotas", and the pages of the operations. */
export const limits = {
  nameLength: 80,
  /** A body with its attributes, and a batch. */
  messageBytes: 1024 * kib,
  /** Of a request: a message whose every character is escaped in JSON or in a form. */
  requestBytes: 8 * 1024 * kib,
  smallestMaximumMessageBytes: 1 * kib,
  batchEntries: 10,
  batchIdLength: 80,
  messagesPerReceive: 10,
  attributesPerMessage: 10,
  attributeNameLength: 256,
  attributeTypeLength: 256,
  delaySeconds: 900,
  visibilitySeconds: 43_200,
  waitSeconds: 20,
  retentionSeconds: { least: 60, most: 1_209_600 },
  keyReuseSeconds: { least: 60, most: 86_400 },
  inFlight: 120_000,
  maxReceiveCount: 1_000,
  fifoCallsPerSecond: 300,
  permissionActions: 7,
  sourceQueuesAllowed: 10,
  tagsPerQueue: 50,
  tagKeyLength: 128,
  tagValueLength: 256,
  policyBytes: 20 * kib,
  permissionLabelLength: 80,
  pageSize: 1_000,
  deduplicationMs: 5 * 60 * secondMs,
  /** After a deletion no queue of the name is made so long. */
  afterDeletionMs: 60 * secondMs,
  /** From one purge to the next. */
  betweenPurgesMs: 60 * secondMs,
  moveTasksListed: 10,
  messagesMovedPerSecond: 500,
  /** Ours: queues of the account and region kept in memory. */
  cachedQueues: 10_000,
  /** Ours: a body of so many characters stands in its message's row, which is written again at each receive; others have a row of their own. */
  inlineBodyLength: 1_000,
  /** Ours: of a look into a queue. */
  messagesPerLook: 1_000,
  /** Ours: a delivery is known again so long: longer than its own tries take, which end within a day. */
  arrivalsMs: 24 * 60 * 60 * secondMs,
} as const;
