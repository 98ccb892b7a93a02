import type { AwsError } from "../../../platform/aws-error.ts";
import { type FunctionRecord, type KnownFunction, qualifiedArn } from "../functions/function.ts";
import type { StoredEvent } from "../invocation/events/event-store.ts";
import type { InvocationOutcome } from "../invocation/invocation.ts";

/** An asynchronous event that is not tried again. */
export interface EndedEvent {
  readonly event: StoredEvent;
  readonly known: KnownFunction;
  /** The version that ran it. */
  readonly record: FunctionRecord;
  /** Of the last attempt, if it ran. */
  readonly outcome: InvocationOutcome | undefined;
  readonly condition: "Success" | "RetriesExhausted" | "EventAgeExceeded" | "ZeroReservedConcurrency";
  /** Attempts that ended with the function's error. */
  readonly failures: number;
  /** The trace that its destination goes on. */
  readonly traceId?: string;
  /** Why the platform did not run it. */
  readonly error?: AwsError;
}

/** What a destination is told of it. Source: "Capturing records of Lambda asynchronous invocations". */
export function invocationRecord(ended: EndedEvent, nowMs: number) {
  const { event, record, outcome, condition } = ended;
  return {
    version: "1.0",
    timestamp: new Date(nowMs).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: qualifiedArn(record, event.qualifier ?? record.version),
      condition,
      approximateInvokeCount: ended.failures + (condition === "Success" ? 1 : 0),
    },
    requestPayload: toJson(event.payload),
    responseContext: outcome
      ? {
          statusCode: 200,
          executedVersion: record.version,
          ...(outcome.failed && { functionError: "Unhandled" }),
        }
      : undefined,
    responsePayload: outcome && toJson(outcome.payload),
  };
}

export type InvocationRecord = ReturnType<typeof invocationRecord>;

/** What is no JSON, which a custom runtime may answer, is a text of it. */
function toJson(bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
