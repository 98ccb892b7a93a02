import { ownValue } from "../../../platform/own-value.ts";
import type { Value } from "./value.ts";

/** The fields of the lines that Lambda writes around an invocation, and the request's id in those of the function itself. */
export function* lambdaFields(message: string): Generator<readonly [name: string, value: Value]> {
  const platform = /^(START|END|REPORT) RequestId: ([0-9a-f-]{36})\s/.exec(
    message.length < 100 ? `${message}\n` : message,
  );
  if (!platform) {
    const requestId = /^\S{20,35}\t([0-9a-f-]{36})\t/.exec(message.slice(0, 100))?.[1];
    if (requestId) yield ["@requestId", requestId];
    return;
  }
  const [, type, requestId] = platform;
  yield ["@type", type];
  yield ["@requestId", requestId];
  if (type === "REPORT") yield* reportFields(message);
}

/** `Duration: 3.21 ms<TAB>Memory Size: 128 MB`. Memory is given in bytes, of which a megabyte has a million. */
function* reportFields(message: string): Generator<readonly [name: string, value: Value]> {
  for (const part of message.slice(0, 2_000).split(/[\t\n]/)) {
    const [, label = "", value = ""] = /^([A-Za-z ]+): (\S+)(?: (?:ms|MB))?\s*$/.exec(part) ?? [];
    const name = ownValue(reportNames, label);
    if (!name) continue;
    yield [name, /Memory/.test(label) ? Number(value) * 1_000_000 : name.startsWith("@xray") ? value : Number(value)];
  }
}

const reportNames: Readonly<Record<string, string>> = {
  Duration: "@duration",
  "Billed Duration": "@billedDuration",
  "Memory Size": "@memorySize",
  "Max Memory Used": "@maxMemoryUsed",
  "Init Duration": "@initDuration",
  "XRAY TraceId": "@xrayTraceId",
  SegmentId: "@xraySegmentId",
};
