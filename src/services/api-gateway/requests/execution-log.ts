import { hash } from "node:crypto";
import type { MethodSetting } from "@aws-sdk/client-api-gateway";
import { partitionOf } from "../../../platform/arn.ts";
import type { AccessLogs } from "../../execute-api/access-log.ts";
import { type ProxyRequest, toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { Asked } from "./asked.ts";
import type { GatewayError } from "./gateway-error.ts";
import type { RestAnswer } from "./rest-answer.ts";

/** Of a line; longer ones are cut. Source: "Set up CloudWatch logging for REST APIs in API Gateway". */
const mostLineBytes = 1_024;

export interface ExecutionLog {
  readonly trace: (line: string) => void;
  /** Writes what there is to be written of the level. */
  readonly end: (asked: Asked, answer: RestAnswer, refused: GatewayError | undefined) => void;
}

/** What goes on while a request is answered, as the stage's settings want it logged; undefined where they do not. Source: "API Gateway execution logs", recorded lines. */
export function openExecutionLog(settings: MethodSetting | undefined, logs: AccessLogs): ExecutionLog | undefined {
  const { loggingLevel = "OFF", dataTraceEnabled = false } = settings ?? {};
  if (loggingLevel === "OFF" && !dataTraceEnabled) return undefined;
  const lines: string[] = [];
  const trace = (line: string) => {
    if (dataTraceEnabled || !isData.test(line)) lines.push(line);
  };
  return {
    trace,
    end: (asked, answer, refused) => {
      if (!refused) traceAnswer(trace, answer, Object.entries(answer.headers));
      const failure = refused && `Execution failed due to configuration error: ${refused.message.split("\n")[0]}`;
      const completed = `Method completed with status: ${answer.status}`;
      // Of ERROR there are only those that failed.
      if (loggingLevel === "ERROR" && !dataTraceEnabled) {
        if (!failure) return;
        lines.splice(0, lines.length, failure, completed);
      } else lines.push(failure ?? "Successfully completed execution", completed);
      write(asked, lines, logs);
    },
  };
}

/** What a request or an answer has in it. */
const isData = /^(?:Method|Endpoint) (?:request|response) /;

/** How a request begins. */
export function traceRequest(trace: (line: string) => void, asked: Asked): void {
  const { request, requestId, path } = asked;
  trace(`Starting execution for request: ${requestId}`);
  trace(`HTTP Method: ${request.method}, Resource Path: ${path}`);
  trace(`Method request path: ${asMap(Object.entries(asked.pathParameters ?? {}))}`);
  trace(`Method request query string: ${asMap([...new URLSearchParams(request.rawQuery)])}`);
  trace(`Method request headers: ${asMap(sentHeaders(request))}`);
  trace(`Method request body before transformations: ${request.body.toString("utf8", 0, mostTraced)}`);
}

/** What the client has sent of itself: a body's length is nobody's word. */
function sentHeaders(request: ProxyRequest): (readonly [string, string])[] {
  const hasLength = request.rawHeaders.some((name, at) => at % 2 === 0 && name.toLowerCase() === "content-length");
  return Object.entries(toEventHeaders(request)).filter(([name]) => hasLength || name !== "content-length");
}

export function traceAnswer(
  trace: (line: string) => void,
  answer: RestAnswer,
  headers: readonly (readonly [string, unknown])[],
): void {
  trace(`Method response body after transformations: ${answer.body.toString("utf8", 0, mostTraced)}`);
  trace(`Method response headers: ${asMap(headers)}`);
}

/** Of a body. */
const mostTraced = 100_000;

/** As Java writes a map. */
function asMap(entries: readonly (readonly [string, unknown])[]): string {
  return `{${entries.map(([name, value]) => `${name}=${value}`).join(", ")}}`;
}

function write({ at, api, stageName, requestId }: Asked, lines: readonly string[], logs: AccessLogs): void {
  const group = `API-Gateway-Execution-Logs_${api.id}/${stageName}`;
  const destination = `arn:${partitionOf(at.region)}:logs:${at.region}:${at.account}:log-group:${group}`;
  const stream = hash("md5", group, "hex");
  for (const line of lines) logs.add(at, destination, stream, cut(`(${requestId}) ${line}`), { makesGroup: true });
}

function cut(line: string): string {
  const bytes = Buffer.from(line);
  if (bytes.length <= mostLineBytes) return line;
  return `${bytes.toString("utf8", 0, mostLineBytes - truncated.length)}${truncated}`;
}

const truncated = " [TRUNCATED]";
