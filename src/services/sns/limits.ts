const kib = 1024;
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Source: "Amazon SNS endpoints and quotas", and the pages of the operations. */
export const limits = {
  topicsPerAccount: 100_000,
  fifoTopicsPerAccount: 1_000,
  /** AWS's own is 12,500,000; here what is subscribed to a topic is held in memory while it is published to. */
  subscriptionsPerTopic: 100_000,
  subscriptionsPerFifoTopic: 100,
  pendingSubscriptionsPerAccount: 5_000,
  filterPoliciesPerTopic: 200,
  filterPolicyBytes: 256 * kib,
  displayNameLength: 100,
  policyBytes: 30 * kib,
  policyStatements: 100,
  permissionLabelLength: 80,
  endpointLength: 2_048,
  /** A message with its attributes, and a batch. */
  messageBytes: 256 * kib,
  /** Of a request: a message whose every character is escaped in a form. */
  requestBytes: 3 * 256 * kib + 256 * kib,
  smsBytes: 1_600,
  subjectLength: 100,
  batchEntries: 10,
  batchIdLength: 80,
  attributeNameLength: 256,
  tagsPerTopic: 50,
  tagKeyLength: 128,
  tagValueLength: 256,
  pageSize: 100,
  deduplicationMs: 5 * minuteMs,
  /** Tokens are valid so long, and what is not confirmed until then is deleted. */
  confirmationMs: 2 * dayMs,
  /** One delivery policy: retries, seconds between them, and seconds of all together. */
  httpRetries: 100,
  httpDelaySeconds: 3_600,
  httpPolicySeconds: 3_600,
  platformApplicationNameLength: 256,
  customUserDataBytes: 2_048,
  deviceTokenBytes: 2_048,
  /** An endpoint has so long to answer. */
  httpTimeoutMs: 15_000,
  /** Ours: of its answer no more is read. */
  httpAnswerBytes: 64 * kib,
  /** Ours: requests under way at the same time, to all hosts and to one. */
  httpRequests: 64,
  httpRequestsPerHost: 16,
  /** Ours: topics, and what is subscribed to them, kept in memory. */
  cachedTopics: 10_000,
  cachedFanOuts: 1_000,
  /** Ours: mails and text messages kept of an account and region, and their bytes. */
  outboxMessages: 1_000,
  outboxBytes: 16 * 1024 * kib,
} as const;
