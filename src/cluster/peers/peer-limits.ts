/** Limits of what nodes say to one another. */
export const peerLimits = {
  /** One question, and one batch of hints. */
  messageBytes: 4 * 1024 * 1024,
  /** A page of a query's results may be long. */
  answerCharacters: 64 * 1024 * 1024,
  /** Streams at a time on one connection. */
  streams: 256,
  /** Questions that wait for one node. */
  waiting: 10_000,
  /** Changes or wakes in one batch. */
  batch: 1_000,
  /** Wakes that wait for one node; beyond, the oldest are forgotten: who waits looks by itself. */
  wakes: 10_000,
  connections: 2_048,
  /** A connection that says nothing for so long is closed. */
  idleMs: 60_000,
  handshakeMs: 5_000,
} as const;
