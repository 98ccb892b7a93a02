const secondMs = 1_000;

/** Source: "Amazon EventBridge quotas", and the pages of the operations. What the model says (ten entries, a pattern's length) the wire holds to. */
export const limits = {
  eventBuses: 100,
  /** AWS begins with 300 and gives more on request. */
  rulesPerBus: 10_000,
  targetsPerRule: 5,
  /** Of all entries of a call. */
  putBytes: 256 * 1_024,
  /** Of a request: an event whose every character is escaped. */
  requestBytes: 8 * 1_024 * 1_024,
  policyBytes: 10_240,
  pageSize: 100,
  tagsPerResource: 50,
  archives: 100,
  /** Replays that have not ended. */
  activeReplays: 10,
  connections: 3_000,
  apiDestinations: 3_000,
  retryAttempts: 185,
  eventAgeSeconds: 86_400,
  /** An API destination's answer. */
  apiDestinationMs: 5 * secondMs,
  /** Ours: a connection by OAuth asks for its first token so long after it was made or changed. */
  authorizeAfterMs: 2 * secondMs,
  /** Ours: what is read of such an answer. */
  answerBytes: 64 * 1_024,
  /** Of the template of an input transformer, filled. */
  inputBytes: 256 * 1_024,
  inputPaths: 100,
  /** A token is asked for anew so long before it ends. */
  tokenReserveMs: 60 * secondMs,
  /** Ours: buses with their rules kept in memory. */
  cachedBuses: 1_000,
  /** Ours: events past their archive's retention that one write removes. */
  removedAtOnce: 500,
  /** Ours: events that a replay reads at once. */
  replayPage: 100,
  /** Ours: what events lead to that is written in one commit; the rest follows in pieces of the same size. Bytes are those of the deliveries' JSON. */
  effectsAtOnce: 100,
  effectBytesAtOnce: 2 * 1_024 * 1_024,
} as const;
