/** How asynchronous invocations of a function, version or alias are tried and told of. What is undefined has AWS's default. */
export interface EventInvokeConfig {
  readonly maximumRetryAttempts: number | undefined;
  readonly maximumEventAgeSeconds: number | undefined;
  /** ARNs. */
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  readonly lastModifiedMs: number;
}
