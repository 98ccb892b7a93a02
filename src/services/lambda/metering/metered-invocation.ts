/** One finished invocation, for whoever counts: the bill, metrics. Durations in milliseconds. */
export interface MeteredInvocation {
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  readonly version: string;
  /** The version or alias it was invoked by. */
  readonly qualifier: string | undefined;
  readonly requestId: string;
  readonly endedMs: number;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly initMs: number | undefined;
  /** What extensions went on after the function had answered: a part of the duration. Undefined without extensions. */
  readonly postRuntimeExtensionsMs: number | undefined;
  readonly memoryMiB: number;
  readonly ephemeralStorageMiB: number;
  readonly architecture: "x86_64" | "arm64";
  readonly provisioned: boolean;
  readonly failed: boolean;
}
