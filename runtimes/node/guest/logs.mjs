/**
 * `console` as on AWS: time, request id, level, message. A message of several lines is one log event: carriage returns part its lines.
 * With the log format JSON (AWS_LAMBDA_LOG_FORMAT) each is an object, and what is below AWS_LAMBDA_LOG_LEVEL is left out.
 */
import { format } from "node:util";
import { toLogText } from "./errors.mjs";

const requestIdSymbol = Symbol.for("aws.lambda.runtime.requestId");
const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const methods = {
  trace: "TRACE",
  debug: "DEBUG",
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
  fatal: "FATAL",
};

export function setRequestId(requestId) {
  globalThis[requestIdSymbol] = requestId;
}

export function patchConsole() {
  const toLine = isJson() ? toJsonLine : toTextLine;
  const least = levels.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase());
  for (const [method, level] of Object.entries(methods)) {
    const isWanted = levels.indexOf(level) >= least;
    console[method] = isWanted
      ? (...values) => void process.stdout.write(`${toLine(level, values)}\n`)
      : () => undefined;
  }
}

/** An error that ends an invocation or the process. */
export function logError(title, error) {
  if (isJson()) console.error(error);
  else console.error(title, toLogText(error));
}

function isJson() {
  return process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === "JSON";
}

/** A line's end within one log event, as Squall's runtimes write it. */
const lineBreak = "\0\r";

function toTextLine(level, values) {
  const line = `${new Date().toISOString()}\t${globalThis[requestIdSymbol]}\t${level}\t${format(...values)}`;
  return line.replaceAll("\n", lineBreak);
}

function toJsonLine(level, values) {
  const line = { timestamp: new Date().toISOString(), level, requestId: globalThis[requestIdSymbol] };
  if (values.length > 1) {
    const error = values.find((value) => value instanceof Error);
    return JSON.stringify({ ...line, message: format(...values), ...(error && describe(error)) });
  }
  try {
    return JSON.stringify({ ...line, message: values[0] }, (_key, value) =>
      value instanceof Error ? { ...describe(value), ...value } : value,
    );
  } catch {
    return JSON.stringify({ ...line, message: format(values[0]) });
  }
}

function describe(error) {
  return {
    errorType: error.constructor?.name ?? "UnknownError",
    errorMessage: error.message,
    stackTrace: typeof error.stack === "string" ? error.stack.split("\n") : [],
  };
}
