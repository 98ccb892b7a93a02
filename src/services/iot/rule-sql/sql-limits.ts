/** Ours: what bounds a statement and what it may make of one message, whatever either is. */
export const sqlLimits = {
  /** "AWS IoT Core rules engine limits and quotas": a rule's definition. */
  statementCharacters: 256 * 1024,
  nesting: 64,
  operators: 1_000,
  /** Rows of nested queries, elements put together, and characters made, for one message. */
  steps: 100_000,
  characters: 4 * 1_048_576,
  /** Of an output: a message's payload, "AWS IoT Core message broker". */
  outputBytes: 128 * 1024,
  /** Calls of functions, tables, shadows and secrets for one message. */
  externalCalls: 10,
  variableCharacters: 64,
} as const;
