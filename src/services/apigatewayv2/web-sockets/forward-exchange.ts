import { withStageVariables } from "../../execute-api/function-uri.ts";
import type { ServiceHost } from "../../service.ts";
import { NoAnswerError, NotReachableError, requestOutside } from "../../targets/outside-request.ts";
import { limits } from "../limits.ts";
import type { IntegrationRecord } from "../parts/part.ts";
import { type Exchange, ExchangeError, type Integrated, internalServerError, timedOut } from "./exchange.ts";
import { mappedValue } from "./exchange-values.ts";

/** Has another server answer: a proxy is given the handshake's headers and query, too. Throws ExchangeError. */
export async function forwardExchange(
  host: ServiceHost,
  exchange: Exchange,
  integration: IntegrationRecord,
  { body, isProxy }: { readonly body: Buffer; readonly isProxy: boolean },
): Promise<Omit<Integrated, "latencyMs">> {
  const { IntegrationMethod = "POST", TimeoutInMillis: timeoutMs = limits.webSocketTimeoutMs } = integration;
  const mapped = mapParameters(exchange, integration);
  try {
    const answer = await requestOutside(host, {
      url: toUrl(exchange, integration, mapped, isProxy),
      method: IntegrationMethod === "ANY" ? "POST" : IntegrationMethod,
      headers: { ...ownHeaders(exchange, isProxy), ...mapped.header },
      body: body.length > 0 ? body : undefined,
      timeoutMs,
      answerBytes: limits.messageBytes,
    });
    if (answer.isCut) throw internalServerError("The endpoint's answer is too long.");
    const headers = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as const);
    return { status: answer.status, headers: Object.fromEntries(headers), body: answer.body };
  } catch (error) {
    if (error instanceof ExchangeError) throw error;
    if (error instanceof NoAnswerError) throw timedOut();
    if (error instanceof NotReachableError) throw internalServerError(error.message);
    throw internalServerError(`The endpoint could not be asked: ${String(error)}`);
  }
}

export interface Mapped {
  readonly header: Readonly<Record<string, string>>;
  readonly querystring: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
}

export function mapParameters(exchange: Exchange, { RequestParameters = {} }: IntegrationRecord): Mapped {
  const mapped = { header: {}, querystring: {}, path: {} } as Record<keyof Mapped, Record<string, string>>;
  for (const [to, from] of Object.entries(RequestParameters)) {
    const [, of = "header", name = ""] = /^integration\.request\.(header|querystring|path)\.(.+)$/.exec(to) ?? [];
    const value = mappedValue(from, exchange);
    if (value !== undefined) mapped[of as keyof Mapped][of === "header" ? name.toLowerCase() : name] = value;
  }
  return mapped;
}

/** What is about the client's own connection is not the endpoint's. */
const ofHandshake = /^(?:host|connection|upgrade|content-length|sec-websocket-.*)$/i;

function ownHeaders({ values, served, traceId }: Exchange, isProxy: boolean): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  if (isProxy)
    for (const [name, value] of Object.entries(values.headers ?? {}))
      if (!ofHandshake.test(name)) headers[name.toLowerCase()] = value;
  headers["content-type"] ??= "application/json";
  headers["x-amzn-apigateway-api-id"] = served.api.ApiId;
  headers["x-amzn-trace-id"] = traceId;
  return headers;
}

/** `{name}` in the URI is what the parameters have put there. */
function toUrl(
  { stage, values }: Exchange,
  { IntegrationUri = "" }: IntegrationRecord,
  { path, querystring }: Mapped,
  isProxy: boolean,
): URL {
  const text = withStageVariables(IntegrationUri, stage.stage.StageVariables).replace(
    /\{([A-Za-z0-9._:-]+)\}/g,
    (whole, name: string) => (Object.hasOwn(path, name) ? encodeURIComponent(path[name] ?? "") : whole),
  );
  if (!URL.canParse(text)) throw internalServerError("Invalid endpoint address");
  const url = new URL(text);
  if (isProxy)
    for (const [name, all] of Object.entries(values.multiValueQueryStringParameters ?? {}))
      for (const value of all) url.searchParams.append(name, value);
  for (const [name, value] of Object.entries(querystring)) url.searchParams.set(name, value);
  return url;
}
