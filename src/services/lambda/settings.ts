/** What the owner of a Squall may choose of Lambda's behaviour. AWS's own values are the defaults. */
export interface LambdaSettings {
  /** An account's concurrent executions in one region. */
  readonly concurrentExecutions: number;
  /** Delay before an asynchronous event's first retry; before the second it is twice as long. */
  readonly firstRetryDelayMs: number;
  /**
   * An update is shown as in progress at least this long after it began, and refuses another meanwhile: on AWS it takes seconds, and programs
   * have to wait. What it changes serves as soon as it is there.
   */
  readonly leastUpdateMs: number;
  /** An environment without work this long is let go. */
  readonly idleEnvironmentMs: number;
  /** What a duration is rounded up to on the bill: 1 ms, or 100 ms as before December 2020. */
  readonly billingIncrementMs: number;
  /** New environments of one function in each ten seconds. */
  readonly environmentsPerTenSeconds: number;
  /** Memory of the machine that is left free: below it, idle environments are let go, the least recently used first. */
  readonly spareMemoryBytes: number;
  /** Memory that the zygotes of Python versions may hold, which have imported their packages; none are made where it is 0. */
  readonly zygoteBytes: number;
  /** How long a processor may be busy with finding out what a zygote may import. */
  readonly trialSeconds: number;
  /** Memory, by their functions' sizes, of environments that are initialised ahead and have had no event; none are where it is 0. */
  readonly proactiveBytes: number;
  /** Newest events and their answers that are kept in memory, to be run again; none where it is 0. */
  readonly keptEventBytes: number;
  /** Memory that lines of all functions' logs take while they wait to be stored. When it is full functions wait, and nothing is dropped. */
  readonly unstoredLogBytes: number;
}

export const defaultSettings: LambdaSettings = {
  concurrentExecutions: 1_000,
  firstRetryDelayMs: 60_000,
  leastUpdateMs: 500,
  idleEnvironmentMs: 10 * 60_000,
  billingIncrementMs: 1,
  environmentsPerTenSeconds: 1_000,
  spareMemoryBytes: 512 * 1024 * 1024,
  zygoteBytes: 1024 * 1024 * 1024,
  trialSeconds: 20,
  proactiveBytes: 1024 * 1024 * 1024,
  keptEventBytes: 16 * 1024 * 1024,
  unstoredLogBytes: 128 * 1024 * 1024,
};
