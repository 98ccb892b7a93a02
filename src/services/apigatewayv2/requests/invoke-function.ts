import { AwsError } from "../../../platform/aws-error.ts";
import { callNamedFunction, type FunctionAnswer, within } from "../../execute-api/call-function.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { toPayloadV1 } from "../../http-proxy/payload-v1.ts";
import { toPayloadV2 } from "../../http-proxy/payload-v2.ts";
import { readProxyAnswer } from "../../http-proxy/proxy-answer.ts";
import { readWholeStream } from "../../http-proxy/stream-head.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import { type Asked, type Authorized, apiFacts, resourcePath, routeArn } from "./asked.ts";
import { entityTooLarge, type HttpAnswer, internalServerError, serviceUnavailable } from "./http-answer.ts";

/** Has a function answer. Source: "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway". */
export async function invokeFunction(
  host: ServiceHost,
  asked: Asked,
  authorized: Authorized,
  integration: IntegrationRecord,
): Promise<HttpAnswer> {
  const isV1 = integration.PayloadFormatVersion === "1.0";
  const payload = toEvent(asked, authorized, isV1);
  const { TimeoutInMillis: timeoutMs = limits.integrationTimeoutMs } = integration;
  try {
    const invoked = await within(host, timeoutMs, callFunction(host, asked, integration, payload));
    if (invoked === undefined) return serviceUnavailable;
    if (invoked.isError) return internalServerError("The function failed: see its log.");
    const answer = Buffer.from(invoked.payload);
    return readWholeStream(answer, undefined) ?? readProxyAnswer(answer, undefined, { untyped, isV1 });
  } catch (error) {
    return toFailure(error);
  }
}

const untyped = "text/plain; charset=utf-8";

function toEvent(asked: Asked, authorized: Authorized, isV1: boolean): Buffer {
  const { request, served, requestId, startedMs, surface, traceId } = asked;
  const facts = {
    apiId: served.api.ApiId,
    accountId: served.at.account,
    signer: authorized.signer,
    requestId,
    nowMs: startedMs,
    scheme: surface.scheme,
    traceId,
    ofApi: apiFacts(asked, authorized),
  };
  return isV1 ? toPayloadV1(request, { ...facts, resource: resourcePath(asked.found) }) : toPayloadV2(request, facts);
}

/** In the API's own name, which the function's policy must let in, or in that of a role. */
export function callFunction(
  host: ServiceHost,
  asked: Asked,
  { IntegrationUri = "", CredentialsArn }: Pick<IntegrationRecord, "IntegrationUri" | "CredentialsArn">,
  payload: Buffer,
  arn = routeArn(asked),
): Promise<FunctionAnswer> {
  const { stage, served, traceId } = asked;
  const uri = withStageVariables(IntegrationUri, stage.stage.StageVariables);
  return callNamedFunction(host, { uri, credentials: CredentialsArn, at: served.at, arn, traceId }, payload);
}

function toFailure(error: unknown): HttpAnswer {
  if (error instanceof BadProxyAnswer)
    return internalServerError(`The function's answer is no HTTP answer: ${error.message}.`);
  if (!(error instanceof AwsError)) throw error;
  const { code, message } = error;
  if (code === "RequestTooLargeException" || code === "RequestEntityTooLargeException") return entityTooLarge;
  const warning = `The function could not be invoked: ${message}`;
  return code === "TooManyRequestsException" ? { ...serviceUnavailable, warning } : internalServerError(warning);
}
