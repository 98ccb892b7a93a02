import { responseLimits } from "../../sandbox/response-limits.ts";

/** Lambda's quotas, named as the page "Lambda quotas" names them. */
export const limits = {
  synchronousPayloadBytes: 6 * 1024 * 1024,
  /** An answer may be a little larger than a request. */
  responsePayloadBytes: responseLimits.bufferedBytes,
  /** Of a response that is streamed. */
  streamedResponseBytes: responseLimits.streamedBytes,
  asynchronousPayloadBytes: 1024 * 1024,
  /** An event that is somewhat too large is refused in the words of its operation: not an AWS quota. */
  invokeRequestBytes: 16 * 1024 * 1024,
  /** A request with a package: 50 MB in base64 and a little more. */
  codeRequestBytes: 70_167_211,
  zippedUploadBytes: 50 * 1024 * 1024,
  unzippedBytes: 250 * 1024 * 1024,
  /** Files and folders in a package, fewer than these: not an AWS quota; bounds what one upload can make of the disk's inodes. */
  unzippedFiles: 100_000,
  /** The sum of names and values, as JSON. */
  environmentVariablesBytes: 4 * 1024,
  functionNameCharacters: 64,
  memoryMiB: { least: 128, most: 10_240, default: 128 },
  ephemeralStorageMiB: { least: 512, most: 10_240, default: 512 },
  timeoutSeconds: { least: 1, most: 900, default: 3 },
  /** INIT phase of an on-demand environment; one that needs longer is initialised again within its first invocation. */
  initSeconds: 10,
  /** RESTORE phase of one made from a snapshot, with the hooks of after the restore. */
  restoreSeconds: 10,
  /** How long the machine may take to make an environment: not an AWS quota. */
  startSeconds: 60,
  /** INIT phase of a provisioned one or of a snapshot, or the function's timeout if that is longer. */
  provisionedInitSeconds: 130,
  /** A provisioned environment's INIT is tried so often before its configuration has failed. */
  provisionedInitAttempts: 6,
  /** What must stay for functions without a reservation. */
  unreservedConcurrency: 100,
  layers: 5,
  /** All packages of one account in one region. */
  codeStorageBytes: 75 * 1024 ** 3,
  policyBytes: 20 * 1024,
  tags: 50,
  clientContextBytes: 3_583,
  logTailBytes: 4 * 1024,
  /** What AWS keeps of a function's list page. */
  functionsPage: 50,
  asynchronous: {
    /** Retries after the first attempt. */
    retries: 2,
    eventAgeSeconds: { least: 60, most: 21_600, default: 21_600 },
    /** Events of one function held in memory, and the bytes of their payloads; the rest wait in the database. */
    queuedInMemory: 1_000,
    queuedBytes: 16 * 1024 * 1024,
    /** One function's events running at the same time on this machine: as many as help, within these bounds. */
    concurrency: { least: 4, most: 250 },
    /** Events that have run and whose log is not stored yet. */
    settling: 2_000,
    /** How long a delivery that was accepted is known again, and of how many of them the last ones are. */
    rememberedMs: 24 * 60 * 60 * 1000,
    remembered: 100_000,
  },
  eventSources: {
    /** What AWS keeps of a list page. */
    page: 100,
    streamBatch: { default: 100, most: 10_000, leastRecordAgeSeconds: 60 },
    /** Records of a shard that are taken ahead of those that are handled: not an AWS quota. */
    streamRecordsAhead: 5_000,
    queueBatch: { default: 10, most: 10_000, withoutWindow: 10 },
    filters: 5,
    /** A filter's pattern: raised on request, up to 10. */
    filterCharacters: 4_096,
    /** One mapping's batches running at the same time on this machine: as many as help, within these bounds. */
    concurrency: { least: 5, most: 250 },
    /** A queue's visibility timeout where it could not be asked for. */
    visibilitySeconds: 30,
    /** Provisioned for a queue. */
    leastPollers: 2,
    /** Of a provisioned poller, and how many more each minute. */
    concurrencyPerPoller: 10,
    provisionedPerMinute: 1_000,
  },
  /** URLs of a function's deleted aliases that are still known as its own: not an AWS quota. */
  lostUrls: 100,
  /** Functions whose configuration is held in memory: not an AWS quota. */
  functionsInMemory: 10_000,
  /** Turns of a loop of functions before it is stopped. */
  recursiveInvocations: 16,
  /** Callers waiting for an environment of one function; one more is throttled. */
  waitingInvocations: 10_000,
  /** While a debugger may be attached: what `context` says is left of the time, and memory for the debugger itself. */
  inspected: { remainingSeconds: 15 * 60, debuggerMiB: 256 },
  /** Environments that start at the same time: more would only take each other's processor. */
  simultaneousStarts: 8,
} as const;
