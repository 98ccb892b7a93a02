import { askService, ServiceNotAsked } from "../../execute-api/ask-service.ts";
import { withStageVariables } from "../../execute-api/function-uri.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import { type Exchange, type Integrated, internalServerError, routeArn, timedOut } from "./exchange.ts";
import { mapParameters } from "./forward-exchange.ts";

/** Has an AWS service answer a message. Throws ExchangeError. Source: "Integrations for WebSocket APIs in API Gateway". */
export async function askExchange(
  host: ServiceHost,
  exchange: Exchange,
  integration: IntegrationRecord,
  body: Buffer,
): Promise<Omit<Integrated, "latencyMs">> {
  const { IntegrationUri = "", IntegrationMethod = "POST", CredentialsArn: role } = integration;
  const { header: headers, querystring: query, path } = mapParameters(exchange, integration);
  try {
    const answer = await askService(host, {
      uri: withStageVariables(IntegrationUri, exchange.stage.stage.StageVariables),
      mapped: { headers, query, path },
      method: IntegrationMethod === "ANY" ? "POST" : IntegrationMethod,
      contentType: "application/json",
      body,
      role,
      at: exchange.served.at,
      arn: routeArn(exchange),
      traceId: exchange.traceId,
      timeoutMs: integration.TimeoutInMillis ?? limits.webSocketTimeoutMs,
      answerBytes: limits.messageBytes,
    });
    const told = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
    return { status: answer.status, headers: Object.fromEntries(told), body: answer.body };
  } catch (error) {
    if (!(error instanceof ServiceNotAsked)) throw error;
    throw error.is === "late" ? timedOut() : internalServerError(error.message);
  }
}
