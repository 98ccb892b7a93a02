/** Source: "Lambda quotas", "Invocation payload (request and response)". */
export const responseLimits = {
  /** A response may be a little larger than a request. */
  bufferedBytes: 6 * 1024 * 1024 + 100,
  streamedBytes: 200 * 1024 * 1024,
} as const;
