import { AwsError } from "../../../platform/aws-error.ts";
import { callNamedFunction, within } from "../../execute-api/call-function.ts";
import { functionOf, withStageVariables } from "../../execute-api/function-uri.ts";
import { TemplateError, type Templates } from "../../execute-api/templates/template.ts";
import { BadProxyAnswer } from "../../http-proxy/bad-proxy-answer.ts";
import { readProxyAnswer } from "../../http-proxy/proxy-answer.ts";
import type { ServiceHost } from "../../service.ts";
import { limits } from "../limits.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import {
  type Exchange,
  ExchangeError,
  type Integrated,
  internalServerError,
  routeArn,
  timedOut,
  toEvent,
} from "./exchange.ts";
import { mappedValue, selectable, templateScope } from "./exchange-values.ts";
import { parseSelection, select } from "./selection-expression.ts";

export interface IntegrateParts {
  readonly host: ServiceHost;
  readonly templates: Templates;
}

/** Has the route's integration answer. Throws ExchangeError. Source: "Integrations for WebSocket APIs in API Gateway". */
export async function integrate(parts: IntegrateParts, exchange: Exchange): Promise<Integrated> {
  const { integration } = exchange.found;
  if (!integration) throw internalServerError("The route has no integration.");
  const { clock } = parts.host;
  if (integration.IntegrationType === "MOCK") return mock(requestBody(parts, exchange, integration));
  const startedMs = clock.monotonicMs();
  const answer = await ask(parts, exchange, integration);
  return { ...answer, latencyMs: clock.monotonicMs() - startedMs };
}

type Answered = Omit<Integrated, "latencyMs">;

async function ask(parts: IntegrateParts, exchange: Exchange, integration: IntegrationRecord): Promise<Answered> {
  switch (integration.IntegrationType) {
    case "AWS_PROXY":
      return invokeProxy(parts.host, exchange, integration);
    case "AWS": {
      if (functionOf(integration.IntegrationUri ?? "") === undefined) {
        const { askExchange } = await import("./ask-exchange.ts");
        return askExchange(parts.host, exchange, integration, requestBody(parts, exchange, integration));
      }
      return invokePlain(parts.host, exchange, integration, requestBody(parts, exchange, integration));
    }
    default: {
      const { forwardExchange } = await import("./forward-exchange.ts");
      const isProxy = integration.IntegrationType === "HTTP_PROXY";
      const body = isProxy ? exchange.body : requestBody(parts, exchange, integration);
      return forwardExchange(parts.host, exchange, integration, { body, isProxy });
    }
  }
}

async function invokeProxy(host: ServiceHost, exchange: Exchange, integration: IntegrationRecord): Promise<Answered> {
  const { payload, isError } = await invoke(host, exchange, integration, toEvent(exchange));
  if (isError) throw internalServerError("The function failed: see its log.", 502);
  try {
    const { status, headers, body } = readProxyAnswer(payload, undefined, { untyped: "text/plain", isV1: true });
    return { status, headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, String(v)])), body };
  } catch (error) {
    if (!(error instanceof BadProxyAnswer)) throw error;
    throw internalServerError(`The function's answer is none: ${error.message}.`, 502);
  }
}

/** A function whose answer templates read; that it failed stands in a header, as in Lambda's own answer. */
async function invokePlain(
  host: ServiceHost,
  exchange: Exchange,
  integration: IntegrationRecord,
  body: Buffer,
): Promise<Answered> {
  const { "integration.request.header.X-Amz-Invocation-Type": type = "" } = integration.RequestParameters ?? {};
  const isEvent = mappedValue(type, exchange) === "Event";
  const answer = await invoke(host, exchange, integration, body, isEvent ? "Event" : "RequestResponse");
  return {
    status: isEvent ? 202 : 200,
    headers: answer.isError ? { "x-amz-function-error": "Unhandled" } : {},
    body: answer.payload,
  };
}

async function invoke(
  host: ServiceHost,
  exchange: Exchange,
  { IntegrationUri = "", CredentialsArn, TimeoutInMillis = limits.webSocketTimeoutMs }: IntegrationRecord,
  payload: Buffer,
  invocationType?: "Event" | "RequestResponse",
): Promise<{ readonly payload: Buffer; readonly isError: boolean }> {
  const { served, stage, traceId } = exchange;
  const call = {
    uri: withStageVariables(IntegrationUri, stage.stage.StageVariables),
    credentials: CredentialsArn,
    at: served.at,
    arn: routeArn(exchange),
    traceId,
    ...(invocationType && { invocationType }),
  };
  try {
    const answer = await within(host, TimeoutInMillis, callNamedFunction(host, call, payload));
    if (!answer) throw timedOut();
    return { payload: Buffer.from(answer.payload), isError: answer.isError };
  } catch (error) {
    if (error instanceof BadProxyAnswer) throw internalServerError(error.message);
    if (!(error instanceof AwsError)) throw error;
    throw internalServerError(`The function could not be invoked: ${error.message}`);
  }
}

/** What the request's templates make of a message. Source: "Data transformations for WebSocket APIs in API Gateway". */
function requestBody({ templates }: IntegrateParts, exchange: Exchange, integration: IntegrationRecord): Buffer {
  const { RequestTemplates: all = {}, TemplateSelectionExpression: expression, PassthroughBehavior } = integration;
  const template = selectTemplate(all, expression, exchange);
  const given = convert(exchange.body, integration.ContentHandlingStrategy);
  if (template !== undefined) return Buffer.from(render(templates, template, exchange, exchange.body));
  const hasTemplates = Object.keys(all).length > 0;
  const isRefused = PassthroughBehavior === "NEVER" || (PassthroughBehavior === "WHEN_NO_TEMPLATES" && hasTemplates);
  if (isRefused && exchange.body.length > 0) throw new ExchangeError(415, "Unsupported Media Type");
  return given;
}

export function selectTemplate(
  templates: Readonly<Record<string, string>>,
  expression: string | undefined,
  exchange: Exchange,
): string | undefined {
  const selection = expression === undefined ? undefined : parseSelection(expression);
  const key = selection ? select(selection, selectable(exchange)) : "$default";
  if (Object.hasOwn(templates, key)) return templates[key];
  return Object.hasOwn(templates, "$default") ? templates.$default : undefined;
}

export function render(templates: Templates, template: string, exchange: Exchange, body: Buffer): string {
  try {
    return templates.render(template, templateScope(exchange, body));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw internalServerError(`A mapping template failed: ${error.message}`);
  }
}

/** Source: "Binary media types for WebSocket APIs in API Gateway". */
export function convert(body: Buffer, strategy: string | undefined): Buffer {
  if (strategy === "CONVERT_TO_BINARY") return Buffer.from(body.toString(), "base64");
  return strategy === "CONVERT_TO_TEXT" ? Buffer.from(body.toString("base64")) : body;
}

/** The template says the status, as JSON. */
function mock(body: Buffer): Integrated {
  const [, status = "200"] = /["']?statusCode["']?\s*:\s*["']?(\d{3})\b/.exec(body.toString("utf8", 0, 10_000)) ?? [];
  return { status: Number(status), headers: {}, body, latencyMs: undefined };
}
