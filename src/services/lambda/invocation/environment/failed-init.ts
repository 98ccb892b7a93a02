import type { InitResult } from "../../../../sandbox/sandbox.ts";
import type { InitFailure } from "../log/report.ts";
import { exitError, extensionError, initTimeoutError, readErrorObject } from "./failures.ts";

/** Why a function could not be loaded, for the log and for the caller of its first event. */
export interface FailedInit extends InitFailure {
  readonly payload: Buffer;
  /** A line the platform adds to the log. */
  readonly message?: string;
}

/** A provisioned environment could not load its function: unlike one on demand it is of no use, as there is no first event that would try again. */
export class InitFailedError extends Error {
  constructor() {
    super("the function could not be initialised");
  }
}

/** Undefined if all went well. */
export function toFailedInit(
  result: InitResult | "timeout",
  requestId: string,
  outOfMemory: boolean,
): FailedInit | undefined {
  if (result === "timeout") return { status: "timeout", payload: initTimeoutError() };
  if (result.kind === "ready") return undefined;
  if (result.kind === "error") {
    return { status: "error", errorType: errorTypeOf(result.error), payload: result.error };
  }
  if (result.kind === "extension") {
    return { status: "error", errorType: result.errorType, ...extensionError(requestId, result) };
  }
  const { payload, errorType } = exitError(requestId, result, outOfMemory);
  return { status: "error", errorType, payload };
}

function errorTypeOf(error: Buffer): string | undefined {
  return readErrorObject(error).errorType;
}
