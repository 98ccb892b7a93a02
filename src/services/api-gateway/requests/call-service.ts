import { askService, ServiceNotAsked } from "../../execute-api/ask-service.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import { toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import { type Asked, methodArn } from "./asked.ts";
import { badPath, internalError, timedOut } from "./gateway-error.ts";
import type { MappedParameters } from "./parameters.ts";
import type { EndpointAnswer } from "./transform.ts";

/** Has the AWS service answer that the method's integration names. Throws GatewayError. */
export async function callService(
  host: ServiceHost,
  asked: Asked,
  mapped: MappedParameters,
  body: Buffer,
): Promise<EndpointAnswer> {
  const { integration, stageVariables, request, at, traceId } = asked;
  const { httpMethod = "POST", timeoutInMillis = limits.integrationTimeoutMs } = integration;
  try {
    const answer = await askService(host, {
      uri: withStageVariables(integration.uri ?? "", stageVariables),
      mapped,
      method: httpMethod === "ANY" ? request.method : httpMethod,
      contentType: toEventHeaders(request)["content-type"] ?? "application/json",
      body,
      role: integration.credentials,
      at,
      arn: methodArn(asked),
      traceId,
      timeoutMs: timeoutInMillis,
      answerBytes: limits.payloadBytes,
    });
    const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return { selected: String(answer.status), headers: Object.fromEntries(told), body: answer.body };
  } catch (error) {
    if (!(error instanceof ServiceNotAsked)) throw error;
    if (error.is === "elsewhere") throw badPath();
    throw error.is === "late" ? timedOut() : internalError(error.message);
  }
}
