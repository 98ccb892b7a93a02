/** One thing that happened to an event on its way, as JSON for the console. */
export interface FlowStep {
  /** Of its flow, and of the server that saw it. */
  readonly number: number;
  /** `call`: an operation was called; `run`: a function ran. */
  readonly kind: "call" | "run";
  /** Milliseconds since 1970, by the cloud's clock. */
  readonly atMs: number;
  /** Undefined while it goes on. */
  tookMs?: number;
  /** Who did it: the ARN of the resource in whose name it was done, of a principal, or a service's name; of a run, what the event was read from. */
  readonly from: string | undefined;
  /** The ARN of what it was done to. */
  readonly to: string;
  /** `sqs:SendMessage`; of a run `lambda:run`. */
  readonly action: string;
  readonly requestId: string;
  /** AWS's code of an error, or `failed` of a run. */
  error?: string;
  /** What was sent, cut to a few kilobytes; a run's event is asked for by its request. */
  readonly payload?: string;
}

/** What happened to one event, by the root of its trace. */
export interface Flow {
  readonly root: string;
  readonly steps: readonly FlowStep[];
}

/** A line of the list of flows. */
export interface FlowSummary {
  readonly root: string;
  readonly atMs: number;
  readonly endMs: number;
  readonly steps: number;
  readonly failed: number;
  /** The ARNs of what it came to, in order, the first few. */
  readonly resources: readonly string[];
}

/** A function that has begun with an event. */
export interface TracedRun {
  readonly traceId: string;
  readonly functionArn: string;
  readonly requestId: string;
  readonly event: Uint8Array;
}

/** What services note of flows, and who looks at them asks. */
export interface FlowLog {
  /** Undefined where it is not noted. */
  began(run: TracedRun): FlowStep | undefined;
  /** What has become of a run. */
  ended(step: FlowStep, failed: boolean): void;
  /** The newest first, of all nodes. */
  list(): Promise<readonly FlowSummary[]>;
  /** By its root, or by a request that was part of it here. */
  find(rootOrRequest: string): Promise<Flow | undefined>;
  clear(): void;
}
