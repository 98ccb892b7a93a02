import type { TestInvokeMethodRequest, TestInvokeMethodResponse } from "@aws-sdk/client-api-gateway";
import type { Templates } from "../../execute-api/templates/template.ts";
import type { RestApiRecord } from "../apis/api.ts";
import type { Snapshot } from "../deployments/snapshot-store.ts";
import type { ApiGatewayContext } from "../operation.ts";
import type { ResourceRecord } from "../parts/part.ts";
import type { Asked } from "../requests/asked.ts";
import { traceAnswer, traceRequest } from "../requests/execution-log.ts";
import { asWritten } from "../requests/header-rules.ts";
import { toDeployed } from "../requests/served-api.ts";
import { requireMethod } from "../resources/find.ts";

const stageName = "test-invoke-stage";

type Input = Pick<
  TestInvokeMethodRequest,
  "httpMethod" | "pathWithQueryString" | "body" | "headers" | "multiValueHeaders" | "stageVariables"
>;

/** Has a method as it is now, deployed or not, answer a request that nobody has sent, and tells what went on. Source: "TestInvokeMethod", and recorded answers. */
export async function testMethod(
  context: ApiGatewayContext,
  api: RestApiRecord,
  snapshot: Snapshot,
  resource: ResourceRecord,
  input: Input,
): Promise<TestInvokeMethodResponse> {
  const { host, state } = context;
  const restApis = await state.restApis();
  const lines: string[] = [];
  const trace = (line: string) => lines.push(`${logTime(host.clock.nowMs())} : ${line}`);
  const asked = toAsked(context, restApis.templates, api, snapshot, resource, input, trace);
  traceRequest(trace, asked);
  const startedMs = host.clock.monotonicMs();
  const { answer, refused } = await restApis.test(asked);
  const latency = Math.round(host.clock.monotonicMs() - startedMs);
  const told = asWritten(answer.headers);
  if (refused) delete told["Content-Type"];
  const headers = Object.entries(told).map(([name, value]) => [name, String(value)] as const);
  if (refused) trace(`Execution failed due to configuration error: ${refused.message}`);
  else {
    traceAnswer(trace, answer, headers);
    trace("Successfully completed execution");
  }
  trace(`Method completed with status: ${answer.status}`);
  return {
    status: answer.status,
    body: answer.body.toString(),
    headers: Object.fromEntries(headers),
    multiValueHeaders: Object.fromEntries(headers.map(([name, value]) => [name, [value]])),
    log: `Execution log for request ${asked.requestId}\n${lines.map((line) => `${line}\n`).join("")}`,
    latency,
  };
}

/** The method is the one that is named, wherever the path leads: what of it fits the resource's path are its parameters. */
export function toAsked(
  { host, account, region }: ApiGatewayContext,
  templates: Templates,
  api: RestApiRecord,
  snapshot: Snapshot,
  resource: ResourceRecord,
  { httpMethod = "", pathWithQueryString, body = "", headers = {}, multiValueHeaders = {}, stageVariables = {} }: Input,
  trace: (line: string) => void,
): Asked {
  const verb = httpMethod === "ANY" ? "GET" : httpMethod;
  const method = requireMethod(resource, resource.methods[httpMethod] ? httpMethod : "ANY");
  const [path = "", rawQuery = ""] = (pathWithQueryString || resource.path).split("?", 2);
  const { deploymentId, schemas } = toDeployed("", snapshot);
  return {
    at: { account, region },
    api,
    snapshot,
    stageName,
    stageVariables,
    deploymentId,
    resource,
    method,
    integration: method.methodIntegration ?? {},
    templates,
    schemas,
    authorizersFlushed: 0,
    isCanary: undefined,
    basePath: "",
    trace,
    request: {
      method: verb,
      path: `/${stageName}${path}`,
      rawQuery,
      rawHeaders: [
        ...Object.entries(headers).flat(),
        ...Object.entries(multiValueHeaders).flatMap(([name, values]) => values.flatMap((value) => [name, value])),
      ],
      sourceIp: "test-invoke-source-ip",
      body: Buffer.from(body),
    },
    path,
    host: "testPrefix.testDomainName",
    scheme: "https",
    requestId: host.random.uuid(),
    extendedRequestId: host.random.bytes(11).toString("base64"),
    startedMs: host.clock.nowMs(),
    traceId: `Root=1-${host.random.bytes(4).toString("hex")}-${host.random.bytes(12).toString("hex")}`,
    pathParameters: parametersOf(resource.path, path),
  };
}

function parametersOf(template: string, path: string): Record<string, string> | undefined {
  const names: string[] = [];
  const parts = template.split("/").map((part) => {
    const [, name, greedy] = /^\{([^}+]+)(\+)?\}$/.exec(part) ?? [];
    if (name === undefined) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    names.push(name);
    return greedy ? "(.+)" : "([^/]+)";
  });
  const found = new RegExp(`^${parts.join("/")}$`).exec(path);
  if (!found || names.length === 0) return undefined;
  return Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ""]));
}

/** `Thu Nov 30 14:56:49 UTC 2026`. */
function logTime(ms: number): string {
  const [, day, date, month, year, time] =
    /^(\w{3}), (\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}
