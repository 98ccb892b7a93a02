import { AccessLogs, toAccessLine } from "../../execute-api/access-log.ts";
import { toClientCertificate } from "../../execute-api/domains/client-certificate.ts";
import { FunctionAuthorizers } from "../../execute-api/function-authorizer.ts";
import { Metering } from "../../execute-api/metering.ts";
import { newTrace } from "../../execute-api/trace-id.ts";
import { decodePath, type ProxyRequest } from "../../http-proxy/proxy-request.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceAnswer, SurfaceRequest } from "../../surface.ts";
import { JwtAuthorizers } from "../authorizers/jwt-authorizer.ts";
import { limits } from "../limits.ts";
import { type Asked, type Authorized, accessLogStream, contextOf, resourcePath } from "./asked.ts";
import { authorize } from "./authorize.ts";
import { isPreflight, preflightHeaders, withCors } from "./cors.ts";
import { entityTooLarge, type HttpAnswer, internalServerError, notFound, tooManyRequests } from "./http-answer.ts";
import { integrate } from "./integrate.ts";
import type { ServedApi, ServedApis, ServedStage } from "./served-api.ts";
import { Throttle } from "./throttle.ts";

/** Where a request has come in. */
export interface Entry {
  readonly apiId: string;
  /** Which stage, where the address says it (a domain's mapping, Squall's own path); else the path does. */
  readonly stage?: string;
  /** How much of the path belongs to the address: a mapping's key, or a path of Squall's own. */
  readonly prefix?: string;
  /** By the API's own host name, which it can be closed at. */
  readonly isOwnHost: boolean;
}

/** Answers requests to HTTP APIs. Source: "API Gateway HTTP APIs". */
export class HttpApis {
  readonly #apis: ServedApis;
  readonly #host: ServiceHost;
  readonly #throttle: Throttle;
  readonly #authorizers: { readonly jwt: JwtAuthorizers; readonly functions: FunctionAuthorizers };
  readonly #accessLogs: AccessLogs;
  readonly #metering: Metering;

  constructor(host: ServiceHost, apis: ServedApis) {
    this.#host = host;
    this.#apis = apis;
    this.#throttle = new Throttle(host);
    this.#authorizers = { jwt: new JwtAuthorizers(host), functions: new FunctionAuthorizers(host) };
    this.#accessLogs = new AccessLogs(host);
    this.#metering = new Metering(host, {
      clientErrors: "4xx",
      serverErrors: "5xx",
      usageType: "ApiGatewayHttpRequest",
      operation: "ApiGatewayHttpApi",
      pieceBytes: 512 * 1024,
    });
  }

  async answer(entry: Entry, surface: SurfaceRequest): Promise<SurfaceAnswer> {
    const requestId = this.#host.random.bytes(11).toString("base64");
    const served = await this.#apis.find(entry.apiId);
    const isClosed = entry.isOwnHost && served?.api.DisableExecuteApiEndpoint;
    if (!served || isClosed) return toSurface(notFound, requestId);
    const { CorsConfiguration: cors } = served.api;
    if (cors && isPreflight(surface)) {
      const headers = { ...preflightHeaders(cors, surface), "apigw-requestid": requestId };
      return { status: 204, headers, body: undefined };
    }
    const answer = await this.#route(entry, served, surface, requestId);
    return toSurface({ ...answer, headers: withCors(answer.headers, cors, surface) }, requestId);
  }

  /** What functions have said of callers is asked anew. */
  forgetAuthorizers(): void {
    this.#authorizers.functions.forget();
  }

  async stop(): Promise<void> {
    await this.#accessLogs.stop();
    await this.#metering.stop();
  }

  reset(): void {
    this.#accessLogs.reset();
    this.forgetAuthorizers();
  }

  async #route(entry: Entry, served: ServedApi, surface: SurfaceRequest, requestId: string): Promise<HttpAnswer> {
    const { clock } = this.#host;
    const path = surface.path.startsWith("/") ? surface.path : `/${surface.path}`;
    const staged = findStage(served, entry, path);
    if (!staged) return notFound;
    const routePath = decodePath(staged.rest);
    const match = staged.stage.routes.find(surface.method, routePath);
    if (!match) return notFound;
    const { method, rawQuery, rawHeaders, sourceIp } = surface;
    // Its size is the API's to judge, and is said like this.
    const body = await surface.body(limits.payloadBytes).catch(tooLarge);
    const request: ProxyRequest = {
      method,
      path: entry.stage === undefined || entry.isOwnHost ? path : path.slice(entry.prefix?.length ?? 0) || "/",
      rawQuery,
      rawHeaders,
      sourceIp,
      body: body ?? Buffer.alloc(0),
    };
    const asked: Asked = {
      served,
      stage: staged.stage,
      found: match.route,
      request,
      surface,
      requestId,
      startedMs: clock.nowMs(),
      traceId: surface.headers["x-amzn-trace-id"] ?? newTrace(this.#host),
      pathParameters: match.parameters,
      routePath,
      clientCertificate: toClientCertificate(surface),
    };
    const startedMs = clock.monotonicMs();
    const { answer, authorized } = body ? await this.#answer(asked) : { answer: entityTooLarge, authorized: {} };
    if (answer.warning)
      this.#host.log.warn(`${asked.found.route.RouteKey} of the API ${served.api.Name}: ${answer.warning}`);
    this.#tell(asked, authorized, answer, clock.monotonicMs() - startedMs);
    return answer;
  }

  async #answer(asked: Asked): Promise<{ readonly answer: HttpAnswer; readonly authorized: Authorized }> {
    const { served, stage, found } = asked;
    if (!this.#throttle.enter(served, stage, found)) return { answer: tooManyRequests, authorized: {} };
    const verdict = await authorize(this.#host, this.#authorizers, asked);
    if ("refusal" in verdict) return { answer: verdict.refusal, authorized: {} };
    const { authorized } = verdict;
    if (!found.integration) return { answer: internalServerError("The route has no target."), authorized };
    return { answer: await integrate(this.#host, asked, authorized, found.integration), authorized };
  }

  /** Metrics, the bill and the access log. */
  #tell(asked: Asked, authorized: Authorized, answer: HttpAnswer, latencyMs: number): void {
    const { served, stage, found } = asked;
    const { at, api } = served;
    const { StageName, AccessLogSettings, DefaultRouteSettings, RouteSettings } = stage.stage;
    const { RouteKey } = found.route;
    const settings = { ...DefaultRouteSettings, ...RouteSettings?.[RouteKey] };
    const byApi = { Name: "ApiId", Value: api.ApiId };
    const byStage = { Name: "Stage", Value: StageName };
    const byRoute = [
      { Name: "Resource", Value: resourcePath(found) },
      { Name: "Method", Value: RouteKey.split(" ")[0] ?? RouteKey },
    ];
    this.#metering.count({
      at,
      apiName: api.Name ?? "",
      tags: api.Tags,
      dimensions: [
        [byApi],
        [byApi, byStage],
        ...(settings.DetailedMetricsEnabled ? [[byApi, byStage, ...byRoute]] : []),
      ],
      status: answer.status,
      latencyMs,
      integrationLatencyMs: answer.integration?.latencyMs,
      bytes: asked.request.body.length + answer.body.length,
    });
    if (!AccessLogSettings?.DestinationArn) return;
    const { error, integration, warning } = answer;
    const line = toAccessLine(AccessLogSettings.Format ?? "", {
      ...contextOf(asked, authorized.signer),
      ...authorizerFacts(authorized),
      status: answer.status,
      responseLength: answer.body.length,
      responseLatency: Math.round(latencyMs),
      dataProcessed: asked.request.body.length + answer.body.length,
      "error.message": error?.message,
      "error.messageString": error && JSON.stringify(error.message),
      "error.responseType": error?.type,
      "integration.error": warning,
      integrationErrorMessage: warning,
      "integration.latency": integration && Math.round(integration.latencyMs),
      integrationLatency: integration && Math.round(integration.latencyMs),
      "integration.status": integration?.status,
      "integration.integrationStatus": integration?.status,
      integrationStatus: integration?.status,
    });
    this.#accessLogs.add(at, AccessLogSettings.DestinationArn, accessLogStream(asked), line);
  }
}

/** The stage that the address names, or the path's first segment, or `$default`; and what is left of the path. */
function findStage(
  { stages }: ServedApi,
  { stage: named, prefix = "" }: Entry,
  path: string,
): { readonly stage: ServedStage; readonly rest: string } | undefined {
  if (named !== undefined) {
    const stage = stages.get(named);
    return stage && { stage, rest: path.slice(prefix.length) || "/" };
  }
  const [, first = ""] = /^\/([^/]*)/.exec(path) ?? [];
  const byPath = first === "" ? undefined : stages.get(first);
  if (byPath) return { stage: byPath, rest: path.slice(first.length + 1) || "/" };
  const byDefault = stages.get("$default");
  return byDefault && { stage: byDefault, rest: path };
}

function tooLarge(error: unknown): undefined {
  if ((error as { code?: string }).code === "RequestEntityTooLargeException") return undefined;
  throw error;
}

function toSurface({ status, headers, body }: HttpAnswer, requestId: string): SurfaceAnswer {
  return { status, headers: { ...headers, "apigw-requestid": requestId }, body };
}

function authorizerFacts({ authorizer }: Authorized): Record<string, string> {
  const facts: Record<string, string> = Object.create(null);
  const { jwt, lambda } = (authorizer ?? {}) as {
    jwt?: { claims: Record<string, string> };
    lambda?: Record<string, unknown>;
  };
  for (const [name, value] of Object.entries(jwt?.claims ?? {})) facts[`authorizer.claims.${name}`] = value;
  for (const [name, value] of Object.entries(lambda ?? {})) facts[`authorizer.${name}`] = String(value);
  return facts;
}
