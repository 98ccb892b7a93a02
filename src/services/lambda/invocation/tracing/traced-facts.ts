import type { FunctionRecord } from "../../functions/function.ts";
import type { InvocationOutcome } from "../invocation.ts";

/** What is said to X-Ray of an invocation; times in milliseconds since 1970. */
export interface TracedFacts {
  readonly record: FunctionRecord;
  readonly requestId: string;
  readonly root: string;
  /** Of who called, where that is traced. */
  readonly parent: string | undefined;
  readonly serviceSegment: string;
  readonly functionSegment: string;
  readonly beganMs: number;
  readonly endedMs: number;
  readonly outcome: InvocationOutcome | undefined;
  readonly error: unknown;
}
