/** Errors of the runtime, and how errors are told to callers and logs. Formats and texts are those of AWS's Node.js runtime. */
import { types } from "node:util";

class RuntimeError extends Error {
  constructor(name, message) {
    super(message);
    this.name = `Runtime.${name}`;
  }
}

export const handlerNotFound = (message) => new RuntimeError("HandlerNotFound", message);
export const malformedHandlerName = (message) => new RuntimeError("MalformedHandlerName", message);
export const importModuleError = (cause) => new RuntimeError("ImportModuleError", String(cause));

export function userCodeSyntaxError(cause) {
  const error = new RuntimeError("UserCodeSyntaxError", String(cause));
  error.stack = cause.stack;
  return error;
}

export function unhandledPromiseRejection(reason, promise) {
  return Object.assign(new RuntimeError("UnhandledPromiseRejection", String(reason)), { reason, promise });
}

export function callbackHandlerDeprecated() {
  return new RuntimeError(
    "CallbackHandlerDeprecated",
    "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.",
  );
}

/** What the caller gets. */
export function toReport(error) {
  try {
    if (types.isNativeError(error) || isLikeError(error)) {
      if (!error.stack) throw new Error("Error stack is missing.");
      return { errorType: error.name, errorMessage: error.message, trace: error.stack.split("\n") };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return {
      errorType: "handled",
      errorMessage:
        "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack",
    };
  }
}

/** For the log: a tab, then JSON with what an error has of its own too (code, cause…). */
export function toLogText(error) {
  try {
    return `\t${JSON.stringify(error, (_key, value) => withAllProperties(value))}`;
  } catch {
    return `\t${JSON.stringify(toReport(error))}`;
  }
}

function withAllProperties(value) {
  if (!(value instanceof Error)) return value;
  const all = { errorType: value.name, errorMessage: value.message, code: value.code, ...value };
  if (typeof value.stack === "string") all.stack = value.stack.split("\n");
  return all;
}

function isLikeError(error) {
  return [error?.name, error?.message, error?.stack].every((text) => typeof text === "string" && text !== "");
}
