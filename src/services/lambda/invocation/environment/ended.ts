import type { ExitStatus, ExtensionFailure, InvokeResult } from "../../../../sandbox/sandbox.ts";
import { limits } from "../../limits.ts";
import { exitError, extensionError, responseTooLargeError, timeoutError } from "./failures.ts";
import type { StreamedResponse } from "./streamed-response.ts";

/** What has become of an event, by AWS's rules. */
export interface Ended {
  readonly status: "success" | "timeout" | "error";
  readonly errorType?: string;
  readonly payload: Buffer;
  readonly failed: boolean;
  /** What the runtime says that the payload is, if it is no error. */
  readonly contentType?: string;
  /** Whether the environment ends with it. */
  readonly over: boolean;
  /** A line the platform adds to the log. */
  readonly message?: string;
}

/** What the caller and the log are told of one event's environment. */
export interface EndedOf {
  readonly requestId: string;
  readonly timeoutMs: number;
  readonly nowMs: number;
  readonly outOfMemory: boolean;
  /** Of a response in pieces. */
  readonly streamed: StreamedResponse | undefined;
}

export function toEnded(result: InvokeResult | "timeout", of: EndedOf): Ended {
  if (of.streamed?.tooLarge) return { ...tooLarge(limits.streamedResponseBytes), over: true };
  if (result === "timeout") {
    const { payload, message } = timeoutError(of.requestId, of.timeoutMs, of.nowMs);
    return { status: "timeout", payload, message, failed: true, over: true };
  }
  if (result.kind === "exited") return toExit(result, of);
  if (result.kind === "extension") {
    const { payload, message } = extensionError(of.requestId, result);
    return { status: "error", errorType: result.errorType, payload, message, failed: true, over: true };
  }
  if (result.kind === "error") return { status: "success", payload: result.error, failed: true, over: false };
  const limit = limits.responsePayloadBytes;
  if (result.kind === "tooLarge" || result.payload.length > limit) return { ...tooLarge(limit), over: false };
  return { status: "success", payload: result.payload, failed: false, contentType: result.contentType, over: false };
}

/** The function has answered, and its extensions have not come to an end as they should: the caller has its answer all the same. */
export function toEndedByExtensions(
  ended: Ended,
  failure: ExtensionFailure | "timeout",
  of: Pick<EndedOf, "requestId" | "timeoutMs" | "nowMs">,
): Ended {
  const { payload, failed, contentType } = ended;
  if (failure === "timeout") {
    const { message } = timeoutError(of.requestId, of.timeoutMs, of.nowMs);
    return { status: "timeout", payload, failed, contentType, message, over: true };
  }
  const { message } = extensionError(of.requestId, failure);
  return { status: "error", errorType: failure.errorType, payload, failed, contentType, message, over: true };
}

function toExit(exit: ExitStatus, { requestId, outOfMemory }: EndedOf): Ended {
  const { payload, message, errorType } = exitError(requestId, exit, outOfMemory);
  return { status: "error", errorType, payload, message, failed: true, over: true };
}

function tooLarge(limitBytes: number): Pick<Ended, "status" | "payload" | "failed"> {
  return { status: "success", payload: responseTooLargeError(limitBytes), failed: true };
}
