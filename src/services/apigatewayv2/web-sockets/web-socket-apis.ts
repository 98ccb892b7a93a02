import { hash } from "node:crypto";
import { ownValue } from "../../../platform/own-value.ts";
import { AccessLogs, toAccessLine } from "../../execute-api/access-log.ts";
import { ApiKeys } from "../../execute-api/api-keys/api-keys.ts";
import type { ServedKeys } from "../../execute-api/api-keys/served-keys.ts";
import { FunctionAuthorizers } from "../../execute-api/function-authorizer.ts";
import { Templates } from "../../execute-api/templates/template.ts";
import { newTrace } from "../../execute-api/trace-id.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { TokenBuckets } from "../../token-buckets.ts";
import type { ApiRecord } from "../apis/api.ts";
import { limits } from "../limits.ts";
import type { ServedApi, ServedRoute, ServedStage } from "../requests/served-api.ts";
import { Throttle } from "../requests/throttle.ts";
import { authorizeConnect } from "./authorize-connect.ts";
import { type ConnectionFacts, type Ended, requestContext } from "./connection.ts";
import { createConnectionId, createExchangeId } from "./connection-id.ts";
import {
  type Exchange,
  ExchangeError,
  forbidden,
  type Integrated,
  limitExceeded,
  tooManyRequests,
} from "./exchange.ts";
import { parsed, selectable } from "./exchange-values.ts";
import { goneValues, handshakeValues, subprotocolsOf } from "./handshake.ts";
import { type IntegrateParts, integrate } from "./integrate.ts";
import { routeResponse } from "./route-response.ts";
import { parseSelection, select } from "./selection-expression.ts";
import { WebSocketMetering } from "./web-socket-metering.ts";

/** A client that may connect. */
export interface Welcome {
  readonly facts: ConnectionFacts;
  readonly protocol: string | undefined;
}

/** What is told of an exchange when it is over. */
interface Told {
  readonly answer?: Integrated | undefined;
  readonly error?: ExchangeError | undefined;
  readonly answerBytes: number;
}

/** Has routes answer clients that come, write and go: of connections it knows no more than what they say. Source: "API Gateway WebSocket APIs". */
export class WebSocketApis {
  readonly #host: ServiceHost;
  readonly #parts: IntegrateParts;
  readonly #functions: FunctionAuthorizers;
  readonly #throttle: Throttle;
  readonly #connects: TokenBuckets;
  readonly #keys: ApiKeys;
  readonly #accessLogs: AccessLogs;
  readonly metering: WebSocketMetering;

  constructor(host: ServiceHost, keys: ServedKeys) {
    this.#host = host;
    this.#parts = { host, templates: new Templates() };
    this.#functions = new FunctionAuthorizers(host);
    this.#throttle = new Throttle(host);
    this.#connects = new TokenBuckets(host);
    this.#keys = new ApiKeys(host, keys);
    this.#accessLogs = new AccessLogs(host);
    this.metering = new WebSocketMetering(host);
  }

  async stop(): Promise<void> {
    await this.#accessLogs.stop();
    await this.metering.stop();
  }

  reset(): void {
    this.#accessLogs.reset();
  }

  /** Asks `$connect`, if there is such a route. The refusal is an answer by HTTP. */
  async connect(
    served: ServedApi,
    stage: ServedStage,
    surface: SurfaceRequest,
  ): Promise<{ readonly welcome: Welcome } | { readonly refusal: SurfaceAnswer }> {
    const { random, nodes, clock } = this.#host;
    const nowMs = clock.nowMs();
    const requestId = createExchangeId(random);
    const traceId = surface.headers["x-amzn-trace-id"] ?? newTrace(this.#host);
    const { "user-agent": userAgent, host: domainName = "" } = surface.headers;
    let facts: ConnectionFacts = {
      ...served.at,
      connectionId: createConnectionId(random, nodes.self),
      apiId: served.api.ApiId,
      stage: stage.stage.StageName,
      connectedMs: nowMs,
      domainName,
      identity: { ...(userAgent !== undefined && { userAgent }), sourceIp: surface.sourceIp },
      authorizer: undefined,
    };
    const found = stage.routesByKey.get("$connect");
    const about = { eventType: "CONNECT", routeKey: "$connect", requestId, nowMs } as const;
    const exchangeOf = (route: ServedRoute): Exchange => ({
      served,
      stage,
      found: route,
      context: requestContext(facts, about),
      body: Buffer.alloc(0),
      values: handshakeValues(surface, traceId),
      traceId,
    });
    let exchange = exchangeOf(found ?? noRoute("$connect"));
    let answer: Integrated | undefined;
    try {
      const { account, region } = served.at;
      const isOpen = this.#connects.take(`${account}/${region}`, limits.connectionsPerSecond, limits.connectionBurst);
      if (!isOpen || !this.#throttle.enter(served, stage, exchange.found)) throw tooManyRequests();
      if (found) {
        checkParameters(exchange);
        const { signer, authorizer } = await authorizeConnect(this.#host, this.#functions, exchange, surface);
        const apiKey = keyOf(served.api, surface, authorizer);
        facts = {
          ...facts,
          authorizer,
          identity: { ...(signer && toIdentity(signer)), ...facts.identity },
          ...(apiKey !== undefined && { apiKey }),
        };
        facts = await this.#admitKey(exchange, facts);
        exchange = exchangeOf(found);
        if (found.integration) answer = await integrate(this.#parts, exchange);
        if (answer && (answer.status < 200 || answer.status > 299)) throw refusedBy(answer);
      }
      this.#tell(exchange, { answer, answerBytes: 0 });
      return { welcome: { facts, protocol: chooseProtocol(answer, surface) } };
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      const body = toRefusal(error.message, facts, requestId);
      this.#tell(exchange, { answer, error, answerBytes: body.length });
      const headers = { "content-type": "application/json", "x-amz-apigw-id": requestId };
      return { refusal: { status: error.status, headers, body } };
    }
  }

  /** Has a message's route answer it: what goes back to the client, if anything does. */
  async message(
    served: ServedApi,
    stage: ServedStage,
    facts: ConnectionFacts,
    body: Buffer,
  ): Promise<Buffer | undefined> {
    const { random, clock } = this.#host;
    const requestId = createExchangeId(random);
    const about = {
      eventType: "MESSAGE",
      requestId,
      nowMs: clock.nowMs(),
      messageId: createExchangeId(random),
    } as const;
    const exchangeOf = (found: ServedRoute): Exchange => ({
      served,
      stage,
      found,
      context: requestContext(facts, { ...about, routeKey: found.route.RouteKey }),
      body,
      values: {},
      traceId: newTrace(this.#host),
    });
    const key = routeKeyOf(exchangeOf(noRoute("$default")));
    const found = stage.routesByKey.get(key) ?? stage.routesByKey.get("$default");
    const exchange = exchangeOf(found ?? noRoute(key));
    let answer: Integrated | undefined;
    try {
      if (!this.#throttle.enter(served, stage, exchange.found)) throw tooManyRequests();
      if (!found) throw forbidden();
      await this.#admitKey(exchange, facts);
      checkMessage(exchange);
      answer = await integrate(this.#parts, exchange);
      const response = routeResponse(this.#parts, exchange, answer);
      this.#tell(exchange, { answer, answerBytes: response?.length ?? 0 });
      return response;
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      const response = Buffer.from(toRefusal(error.message, facts, requestId));
      this.#tell(exchange, { answer, error, answerBytes: response.length });
      return response;
    }
  }

  /** Tells `$disconnect`, if there is such a route. Nobody is there who would be told that it failed. */
  async disconnect(served: ServedApi, stage: ServedStage, facts: ConnectionFacts, ended: Ended): Promise<void> {
    const found = stage.routesByKey.get("$disconnect");
    const { random, clock } = this.#host;
    const about = { eventType: "DISCONNECT", routeKey: "$disconnect", ended } as const;
    const requestId = createExchangeId(random);
    const exchange: Exchange = {
      served,
      stage,
      found: found ?? noRoute("$disconnect"),
      context: requestContext(facts, { ...about, requestId, nowMs: clock.nowMs() }),
      body: Buffer.alloc(0),
      values: goneValues(facts.domainName),
      traceId: newTrace(this.#host),
    };
    try {
      const answer = found?.integration && (await integrate(this.#parts, exchange));
      this.#tell(exchange, { answer, answerBytes: 0 });
    } catch (error) {
      if (!(error instanceof ExchangeError)) throw error;
      this.#tell(exchange, { error, answerBytes: 0 });
    }
  }

  /** Who has a key is told by it from then on. Throws ExchangeError. */
  async #admitKey({ served, stage, found }: Exchange, facts: ConnectionFacts): Promise<ConnectionFacts> {
    if (!found.route.ApiKeyRequired) return facts;
    const use = {
      at: served.at,
      apiId: served.api.ApiId,
      stage: stage.stage.StageName,
      method: found.route.RouteKey,
    };
    const verdict = await this.#keys.judge(use, facts.apiKey);
    if ("key" in verdict)
      return { ...facts, identity: { ...facts.identity, apiKey: verdict.key.value, apiKeyId: verdict.key.id } };
    throw { unknown: forbidden, throttled: tooManyRequests, over: limitExceeded }[verdict.refused]();
  }

  /** Metrics, the bill, the access log and the server's own. */
  #tell(exchange: Exchange, { answer, error, answerBytes }: Told): void {
    const { served, stage, found, context, body } = exchange;
    const { RouteKey: routeKey } = found.route;
    const eventType = context.eventType as "MESSAGE";
    if (error?.warning) this.#host.log.warn(`${routeKey} of the API ${served.api.Name}: ${error.warning}`);
    this.metering.count({
      served,
      stage,
      routeKey,
      eventType,
      isClientError: error !== undefined && !error.isOfIntegration && error.status < 500,
      isIntegrationError: (answer?.status ?? 200) >= 400,
      isExecutionError: error?.isOfIntegration ?? false,
      integrationLatencyMs: answer?.latencyMs,
      bytes: body.length,
    });
    const { AccessLogSettings, StageName } = stage.stage;
    if (!AccessLogSettings?.DestinationArn) return;
    const latency = answer?.latencyMs === undefined ? undefined : Math.round(answer.latencyMs);
    const line = toAccessLine(AccessLogSettings.Format ?? "", {
      ...flatten(context),
      accountId: served.at.account,
      domainPrefix: String(context.domainName).split(".")[0],
      status: error?.status ?? answer?.status ?? 200,
      responseLength: answerBytes,
      "error.message": error?.message,
      "error.messageString": error && JSON.stringify(error.message),
      "integration.error": error?.warning,
      integrationErrorMessage: error?.warning,
      "integration.latency": latency,
      integrationLatency: latency,
      "integration.status": answer?.status,
      "integration.integrationStatus": answer?.status,
      integrationStatus: answer?.status,
    });
    const stream = hash("md5", `${served.api.ApiId}/${StageName}`, "hex");
    this.#accessLogs.add(served.at, AccessLogSettings.DestinationArn, stream, line);
  }
}

/** In the place of a route that is not there: what has been asked for still has a name. */
function noRoute(RouteKey: string): ServedRoute {
  const route = { RouteKey, RouteId: "" };
  return { route, integration: undefined, authorizer: undefined, routeResponses: [], integrationResponses: [] };
}

function routeKeyOf(exchange: Exchange): string {
  const selection = parseSelection(exchange.served.api.RouteSelectionExpression ?? "");
  const key = selection ? select(selection, selectable(exchange)) : "";
  // Those are for what the client does, not for what it says.
  return key === "$connect" || key === "$disconnect" ? "$default" : key;
}

/** Source: "WebSocket selection expressions", "API key selection expressions". */
function keyOf(
  { ApiKeySelectionExpression }: ApiRecord,
  { headers }: SurfaceRequest,
  authorizer: Readonly<Record<string, string>> | undefined,
): string | undefined {
  const isByAuthorizer = ApiKeySelectionExpression === "$context.authorizer.usageIdentifierKey";
  return isByAuthorizer ? authorizer?.usageIdentifierKey : headers["x-api-key"];
}

/** A message of a route with a model selection expression fits the model that this names, or `$default`. Source: "Request validation for WebSocket APIs in API Gateway". */
function checkMessage(exchange: Exchange): void {
  const { route } = exchange.found;
  const selection = parseSelection(route.ModelSelectionExpression ?? "");
  if (!selection) return;
  const models = route.RequestModels ?? {};
  const key = select(selection, selectable(exchange));
  const model = ownValue(models, key) ?? ownValue(models, "$default");
  const value = parsed(exchange.body) === undefined ? undefined : (JSON.parse(exchange.body.toString()) as unknown);
  const isGood = model !== undefined && value !== undefined && exchange.stage.schemas.faults(model, value).length === 0;
  if (!isGood) throw new ExchangeError(400, "Invalid request body");
}

/** What the route requires of the handshake. Source: "Request validation for WebSocket APIs in API Gateway". */
function checkParameters({ found, values }: Exchange): void {
  const missing = Object.entries(found.route.RequestParameters ?? {}).flatMap(([parameter, { Required }]) => {
    const [, of, name = ""] = /^route\.request\.(?:multivalue)?(header|querystring)\.(.+)$/.exec(parameter) ?? [];
    const given = of === "header" ? values.headers : (values.queryStringParameters ?? {});
    const isGiven = Object.keys(given ?? {}).some((each) => each === name || each.toLowerCase() === name.toLowerCase());
    return Required && !isGiven ? [name] : [];
  });
  if (missing.length > 0) throw new ExchangeError(400, `Missing required request parameters: [${missing.join(", ")}]`);
}

function refusedBy({ status, body }: Integrated): ExchangeError {
  const text = status === 401 ? "Unauthorized" : status === 403 ? "Forbidden" : "Connection refused by the integration";
  return new ExchangeError(status, body.length > 0 && body.length < 1_024 ? body.toString() : text);
}

/** The function's, if the client has offered it. Source: "Setting up a $connect route that requires a WebSocket subprotocol". */
function chooseProtocol(answer: Integrated | undefined, surface: SurfaceRequest): string | undefined {
  const chosen = answer?.headers["sec-websocket-protocol"];
  return chosen !== undefined && subprotocolsOf(surface).includes(chosen) ? chosen : undefined;
}

function toIdentity({
  account,
  accessKeyId,
  userId,
  arn,
}: {
  account: string;
  accessKeyId?: string;
  userId: string;
  arn: string;
}) {
  return {
    accountId: account,
    ...(accessKeyId && { accessKey: accessKeyId }),
    caller: userId,
    user: userId,
    userArn: arn,
  };
}

/** As AWS writes it, with its white space. */
function toRefusal(message: string, { connectionId }: ConnectionFacts, requestId: string): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":"${connectionId}", "requestId":"${requestId}"}`;
}

/** `identity.sourceIp` of what is nested. */
function flatten(context: Readonly<Record<string, unknown>>): Record<string, string | number> {
  const flat: Record<string, string | number> = Object.create(null);
  for (const [name, value] of Object.entries(context)) {
    if (typeof value === "string" || typeof value === "number") flat[name] = value;
    else if (typeof value === "object" && value !== null)
      for (const [inner, each] of Object.entries(value)) flat[`${name}.${inner}`] = String(each);
  }
  return flat;
}
