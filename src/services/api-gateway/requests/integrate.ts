import { callNamedFunction, within } from "../../execute-api/call-function.ts";
import { functionOf } from "../../execute-api/function-uri.ts";
import { withParent } from "../../execute-api/trace-id.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { Asked } from "./asked.ts";
import { functionCall, toInvocationError } from "./function-call.ts";
import { internalError, timedOut } from "./gateway-error.ts";
import { checkMapped, remapAnswer } from "./header-rules.ts";
import { acceptsBinary } from "./media-types.ts";
import { type RequestValues, requestValues } from "./parameters.ts";
import { readRestAnswer } from "./proxy-answer.ts";
import { toProxyEvent } from "./proxy-event.ts";
import type { RestAnswer } from "./rest-answer.ts";
import {
  type EndpointAnswer,
  mapParameters,
  newOverrides,
  requestBody,
  toMethodAnswer,
  withOverrides,
} from "./transform.ts";

/** Has the method's integration answer. Throws GatewayError. Source: "Integrations for REST APIs in API Gateway". */
export async function integrate(
  host: ServiceHost,
  asked: Asked,
  context: Readonly<Record<string, unknown>>,
): Promise<RestAnswer> {
  const values = requestValues(asked, context);
  const { type } = asked.integration;
  const { trace } = asked;
  if (type === "AWS_PROXY") return invokeProxy(host, asked, values);
  if (type === "HTTP_PROXY") {
    const { forwardRequest } = await import("./forward-request.ts");
    const given = checkMapped(mapParameters(values, asked.integration), false);
    const { headers: told, ...rest } = await forwardRequest(host, asked, given, undefined);
    return { ...rest, headers: remapAnswer(told, true) };
  }
  const overrides = newOverrides();
  const body = requestBody(values, asked.integration, overrides);
  if (type !== "MOCK") trace?.(`Endpoint request body after transformations: ${body.toString("utf8", 0, mostTraced)}`);
  if (type === "MOCK") return toMethodAnswer(asked, values, mockAnswer(body), overrides);
  if (type === "AWS" && functionOf(asked.integration.uri ?? "") !== undefined)
    return toMethodAnswer(asked, values, await invokePlain(host, asked, values, body), overrides);
  if (type === "AWS") {
    const { callService } = await import("./call-service.ts");
    const mapped = checkMapped(withOverrides(mapParameters(values, asked.integration), overrides), true);
    return toMethodAnswer(asked, values, await callService(host, asked, mapped, body), overrides);
  }
  const { forwardRequest } = await import("./forward-request.ts");
  const mapped = checkMapped(withOverrides(mapParameters(values, asked.integration), overrides), false);
  const answer = await forwardRequest(host, asked, mapped, body);
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]));
  return toMethodAnswer(asked, values, { selected: String(answer.status), headers, body: answer.body }, overrides);
}

/** Of a body, in the log of a test. */
const mostTraced = 10_000;

/** The request's template says the status, as JSON. Source: "Mock integrations for REST APIs in API Gateway". */
function mockAnswer(body: Buffer): EndpointAnswer {
  // AWS reads more than JSON: `{statusCode: 200}`, too.
  const [, status] = /["']?statusCode["']?\s*:\s*["']?(\d{3})\b/.exec(body.toString("utf8", 0, 10_000)) ?? [];
  if (status === undefined) throw internalError("The mock integration's request template gives no statusCode.");
  return { selected: status, headers: {}, body: Buffer.alloc(0) };
}

async function invokeProxy(host: ServiceHost, asked: Asked, values: RequestValues): Promise<RestAnswer> {
  // A function is invoked by POST, whatever the method: an integration that says another cannot work.
  if (asked.integration.httpMethod !== "POST") throw internalError("Lambda functions are invoked by POST.");
  checkMapped(mapParameters(values, asked.integration), true);
  const event = Buffer.from(JSON.stringify(toProxyEvent(asked, values.context)));
  if (asked.integration.responseTransferMode === "STREAM") {
    const { streamFunction } = await import("./stream-function.ts");
    return streamFunction(host, asked, event);
  }
  const { payload, isError } = await invoke(host, asked, event);
  if (isError) throw internalError("The function failed: see its log.", 502);
  try {
    const takesBytes = acceptsBinary(asked.snapshot.api.binaryMediaTypes, values.headers.accept);
    const answer = readRestAnswer(payload, takesBytes);
    return {
      ...answer,
      headers: { ...remapAnswer(answer.headers, false), "x-amzn-trace-id": withParent(asked.traceId, host) },
    };
  } catch (error) {
    if (!(error instanceof BadProxyAnswer)) throw error;
    throw internalError(`The function's answer is no HTTP answer: ${error.message}.`, 502);
  }
}

/** A function whose answer templates read: selection patterns are held against its error's message. */
async function invokePlain(
  host: ServiceHost,
  asked: Asked,
  values: RequestValues,
  body: Buffer,
): Promise<EndpointAnswer> {
  const { headers } = checkMapped(mapParameters(values, asked.integration), true);
  const isEvent = Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === "x-amz-invocation-type" && value === "Event",
  );
  const { payload, isError } = await invoke(host, asked, body, isEvent ? "Event" : "RequestResponse");
  const selected = isError ? messageOf(payload) : "";
  return { selected, headers: {}, body: payload };
}

function messageOf(payload: Buffer): string {
  try {
    const { errorMessage } = JSON.parse(payload.toString()) as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : payload.toString();
  } catch {
    return payload.toString();
  }
}

async function invoke(
  host: ServiceHost,
  asked: Asked,
  payload: Buffer,
  invocationType?: "Event" | "RequestResponse",
): Promise<{ readonly payload: Buffer; readonly isError: boolean }> {
  const timeoutMs = asked.integration.timeoutInMillis ?? limits.integrationTimeoutMs;
  const call = { ...functionCall(asked), ...(invocationType && { invocationType }) };
  try {
    const answer = await within(host, timeoutMs, callNamedFunction(host, call, payload));
    if (!answer) throw timedOut();
    return { payload: Buffer.from(answer.payload), isError: answer.isError };
  } catch (error) {
    throw toInvocationError(error);
  }
}
