/** `console` as on AWS: time, request id, level, message. A message of several lines is one log event: carriage returns part its lines. */
import { format } from "node:util";

const requestIdSymbol = Symbol.for("aws.lambda.runtime.requestId");

export function setRequestId(requestId) {
  globalThis[requestIdSymbol] = requestId;
}

export function patchConsole() {
  const levels = {
    log: "INFO",
    info: "INFO",
    debug: "DEBUG",
    warn: "WARN",
    error: "ERROR",
    trace: "TRACE",
    fatal: "FATAL",
  };
  for (const [method, level] of Object.entries(levels)) {
    console[method] = (message, ...rest) => {
      const line = `${new Date().toISOString()}\t${globalThis[requestIdSymbol]}\t${level}\t${format(message, ...rest)}`;
      process.stdout.write(`${line.replaceAll("\n", "\r")}\n`);
    };
  }
}
