/** Lambda's quotas, named as the page "Lambda quotas" names them. */
export const limits = {
  synchronousPayloadBytes: 6 * 1024 * 1024,
  asynchronousPayloadBytes: 1024 * 1024,
  zippedUploadBytes: 50 * 1024 * 1024,
  unzippedBytes: 250 * 1024 * 1024,
  /** Files in a package: not an AWS quota; bounds what one upload can make of the disk's inodes. */
  unzippedFiles: 100_000,
  /** The sum of names and values, as JSON. */
  environmentVariablesBytes: 4 * 1024,
  memoryMiB: { least: 128, most: 10_240, default: 128 },
  ephemeralStorageMiB: { least: 512, most: 10_240, default: 512 },
  timeoutSeconds: { least: 1, most: 900, default: 3 },
  /** INIT phase of an on-demand environment; one that needs longer is initialised again within its first invocation. */
  initSeconds: 10,
  concurrentExecutions: 1_000,
  policyBytes: 20 * 1024,
  tags: 50,
  clientContextBytes: 3_583,
  logTailBytes: 4 * 1024,
  /** What AWS keeps of a function's list page. */
  functionsPage: 50,
  asynchronous: {
    /** Retries after the first attempt. */
    retries: 2,
    /** Delay before the n-th retry. */
    retryDelaysMs: [60_000, 120_000],
    eventAgeMs: 6 * 60 * 60 * 1000,
    /** Events of one function held in memory; the rest wait in the database. */
    queuedInMemory: 256,
    /** One function's events running at the same time on this machine. */
    concurrency: 100,
  },
  /** An environment without work this long is let go. */
  idleEnvironmentMs: 10 * 60 * 1000,
  /** Callers waiting for an environment of one function; one more is throttled. */
  waitingInvocations: 10_000,
  /** Environments that start at the same time: more would only take each other's processor. */
  simultaneousStarts: 8,
} as const;
