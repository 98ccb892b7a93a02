import { isUtf8 } from "node:buffer";
import { type JsonScan, scanJson } from "../../../../platform/json-scan.ts";
import type { ExitStatus, ExtensionFailure } from "../../../../sandbox/sandbox.ts";
import { limits } from "../../limits.ts";

/** What the caller gets and the log says when the platform, not the function, ends an invocation. */
export interface Failure {
  readonly payload: Buffer;
  /** The log line. */
  readonly message: string;
}

/** Source: "Troubleshoot invocation issues in Lambda". */
export function timeoutError(requestId: string, timeoutMs: number, nowMs: number): Failure {
  const text = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
  return {
    payload: toJson("Sandbox.Timedout", `RequestId: ${requestId} Error: ${text}`),
    message: `${new Date(nowMs).toISOString()} ${requestId} ${text}\n\n`,
  };
}

export function initTimeoutError(): Buffer {
  return toJson("Sandbox.Timedout", `Error: Task timed out after ${limits.initSeconds.toFixed(2)} seconds`);
}

/** A process that ended by itself or was killed, for too much memory among others. */
export function exitError(
  requestId: string,
  { code, signal }: ExitStatus,
  outOfMemory: boolean,
): Failure & { errorType: string } {
  const how =
    signal !== undefined
      ? `Runtime exited with error: signal: ${signalNames[signal] ?? signal}`
      : code === 0
        ? "Runtime exited without providing a reason"
        : `Runtime exited with error: exit status ${code}`;
  const text = `${requestId && `RequestId: ${requestId} `}Error: ${how}`;
  return {
    payload: toJson("Runtime.ExitError", text),
    message: `${text}\nRuntime.ExitError\n`,
    // The caller is told of the exit, the report of its cause.
    errorType: outOfMemory ? "Runtime.OutOfMemory" : "Runtime.ExitError",
  };
}

/** An extension has ended, or could not begin. */
export function extensionError(requestId: string, { errorType, reason }: ExtensionFailure): Failure {
  const text = `${requestId && `RequestId: ${requestId} `}Error: ${reason}`;
  return { payload: toJson(errorType, text), message: `${text}\n${errorType}\n` };
}

export function responseTooLargeError(limitBytes: number): Buffer {
  return toJson(
    "Function.ResponseSizeTooLarge",
    `Response payload size exceeded maximum allowed payload size (${limitBytes} bytes).`,
  );
}

/** As Go's `os.Signal.String()` has them, in whose words AWS reports an exit. */
const signalNames: Readonly<Record<string, string>> = {
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGABRT: "aborted",
  SIGTERM: "terminated",
  SIGBUS: "bus error",
  SIGILL: "illegal instruction",
  SIGFPE: "floating point exception",
  SIGINT: "interrupt",
  SIGHUP: "hangup",
};

/** What an error's text says. It may be anything: a function's own code may have written it. */
export function readErrorObject(error: Buffer): { readonly errorType?: string; readonly errorMessage?: string } {
  const scan = isUtf8(error) ? scanJson(error, ["errorType", "errorMessage"]) : undefined;
  return { errorType: textOf(scan, "errorType"), errorMessage: textOf(scan, "errorMessage") };
}

function textOf(scan: JsonScan | undefined, member: string): string | undefined {
  const span = scan?.members.get(member);
  const json = span && scan?.compact.toString("utf8", span.start, span.end);
  return json?.startsWith('"') ? (JSON.parse(json) as string) : undefined;
}

function toJson(errorType: string, errorMessage: string): Buffer {
  return Buffer.from(JSON.stringify({ errorType, errorMessage }));
}
