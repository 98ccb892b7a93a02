import type { OnPart } from "../../../sandbox/sandbox.ts";
import type { InvocationReport } from "./log/report.ts";

/** One event for a function. */
export interface InvocationRequest {
  readonly requestId: string;
  /** JSON */
  readonly event: Uint8Array;
  /** The ARN it was invoked by, with the qualifier if it had one. */
  readonly invokedArn: string;
  readonly clientContext: string | undefined;
  readonly traceId: string | undefined;
  /** The trace begins with it: whoever traces decides whether. */
  readonly beginsTrace?: boolean;
  readonly tailLog: boolean;
  /** Takes the pieces of a response that the function streams; more is read when its promise is fulfilled. */
  readonly onPart?: OnPart;
}

export interface InvocationOutcome {
  /** The function's answer or its error, JSON. */
  readonly payload: Buffer;
  readonly failed: boolean;
  /** What the runtime says that the answer is; undefined for an error. */
  readonly contentType: string | undefined;
  readonly report: InvocationReport;
  /** The last 4 KiB of the invocation's log, if asked for. */
  readonly logTail: Buffer | undefined;
  /** Fulfilled when the invocation's log lines are stored. */
  readonly logged: () => Promise<void>;
  /**
   * Where extensions go on after the function has answered: fulfilled with the whole report when they have done. Until then the
   * environment is taken.
   */
  readonly completed?: Promise<InvocationReport>;
  /** Where the environment cannot take an event yet: fulfilled when it can, or has ended. */
  readonly released: Promise<unknown> | undefined;
}
