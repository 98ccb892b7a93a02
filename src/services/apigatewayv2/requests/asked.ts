import { hash } from "node:crypto";
import { callConditions } from "../../call-conditions.ts";
import { type ClientCertificate, clientCertificateFacts } from "../../execute-api/domains/client-certificate.ts";
import { executeApiArn } from "../../execute-api/execute-api-arn.ts";
import { defaultRoute } from "../../execute-api/route-key.ts";
import type { ApiFacts } from "../../http-proxy/payload-v2.ts";
import { decodePath, type ProxyRequest, toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { Principal } from "../../principal.ts";
import type { ServiceHost } from "../../service.ts";
import type { SurfaceRequest } from "../../surface.ts";
import type { RequestValues } from "./request-values.ts";
import type { ServedApi, ServedRoute, ServedStage } from "./served-api.ts";

/** A request to a route of an API, with what is known of it by the time it is authorized. */
export interface Asked {
  readonly served: ServedApi;
  readonly stage: ServedStage;
  readonly found: ServedRoute;
  readonly request: ProxyRequest;
  readonly surface: SurfaceRequest;
  /** As answers and events call it. */
  readonly requestId: string;
  readonly startedMs: number;
  readonly traceId: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  /** The path behind the stage or the domain's mapping, decoded. */
  readonly routePath: string;
  /** What the client has shown, at a domain name with mutual TLS. */
  readonly clientCertificate: ClientCertificate | undefined;
}

/** Who has been let in, as the function is told. */
export interface Authorized {
  readonly signer?: Principal;
  readonly authorizer?: Readonly<Record<string, unknown>>;
}

/** `/pets/{id}` of a route, or `$default`. */
export function resourcePath({ route }: ServedRoute): string {
  return route.RouteKey === defaultRoute ? defaultRoute : route.RouteKey.slice(route.RouteKey.indexOf(" ") + 1);
}

/**
 * `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH` with the route's path: what the policies of functions are asked for. Of `$default` there is
 * neither method nor path.
 */
export function routeArn({ served: { at, api }, stage, found, request }: Asked): string {
  const { StageName } = stage.stage;
  if (found.route.RouteKey === defaultRoute) return executeApiArn(at, api.ApiId, `${StageName}/${defaultRoute}`);
  return executeApiArn(at, api.ApiId, `${StageName}/${request.method}${resourcePath(found)}`);
}

/** The same with the path that was asked for: what the policies of callers are. */
export function requestArn({ served: { at, api }, stage, request, routePath }: Asked): string {
  return executeApiArn(at, api.ApiId, `${stage.stage.StageName}/${request.method}${routePath}`);
}

export function apiFacts(asked: Asked, { authorizer }: Authorized): ApiFacts {
  const { stage, found, surface, pathParameters } = asked;
  const { StageVariables = {}, StageName } = stage.stage;
  return {
    routeKey: found.route.RouteKey,
    stage: StageName,
    pathParameters,
    stageVariables: Object.keys(StageVariables).length === 0 ? undefined : StageVariables,
    authorizer,
    domainPrefix: surface.host.split(".")[0] ?? "",
    clientCert: asked.clientCertificate,
  };
}

/** What policies of callers can ask for. */
export function conditionsOf({ surface, served }: Asked, principal: Principal, { clock }: ServiceHost) {
  const { sourceIp, scheme, headers } = surface;
  return callConditions(
    { principal, region: served.at.region, sourceIp, isSecure: scheme === "https", userAgent: headers["user-agent"] },
    clock.nowMs(),
  );
}

/** The request as expressions see it. */
export function requestValues(asked: Asked, { signer, authorizer }: Authorized): RequestValues {
  return {
    request: asked.request,
    headers: toEventHeaders(asked.request),
    pathParameters: asked.pathParameters,
    stageVariables: asked.stage.stage.StageVariables,
    context: (name) => {
      const value = contextOf(asked, signer)[name] ?? ofAuthorizer(authorizer, name);
      return value === undefined ? undefined : String(value);
    },
  };
}

/** `$context.…`. Source: "Customize HTTP API access logs". */
export function contextOf(asked: Asked, signer: Principal | undefined): Record<string, string | number | undefined> {
  const { served, stage, found, request, surface, requestId, startedMs } = asked;
  return {
    accountId: served.at.account,
    apiId: served.api.ApiId,
    domainName: surface.headers.host,
    domainPrefix: surface.host.split(".")[0],
    extendedRequestId: requestId,
    httpMethod: request.method,
    "identity.sourceIp": surface.sourceIp,
    "identity.userAgent": surface.headers["user-agent"],
    "identity.accountId": signer?.account,
    "identity.caller": signer?.userId,
    "identity.user": signer?.userId,
    "identity.userArn": signer?.arn,
    path: decodePath(request.path),
    protocol: "HTTP/1.1",
    requestId,
    requestTime: toRequestTime(startedMs),
    requestTimeEpoch: startedMs,
    routeKey: found.route.RouteKey,
    stage: stage.stage.StageName,
    ...clientCertificateFacts(asked.clientCertificate),
  };
}

/** `authorizer.claims.sub` of a token, `authorizer.NAME` of a function's context. */
function ofAuthorizer(authorizer: Authorized["authorizer"], name: string): unknown {
  const [, claim] = /^authorizer\.claims\.(.+)$/.exec(name) ?? [];
  const jwt = authorizer?.jwt as { claims?: Record<string, string> } | undefined;
  if (claim !== undefined) return jwt?.claims && Object.hasOwn(jwt.claims, claim) ? jwt.claims[claim] : undefined;
  const [, key] = /^authorizer\.(.+)$/.exec(name) ?? [];
  const context = authorizer?.lambda as Record<string, unknown> | undefined;
  return key !== undefined && context && Object.hasOwn(context, key) ? context[key] : undefined;
}

function toRequestTime(ms: number): string {
  const [, day, month, year, time] = /, (\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** The log stream of a stage's access log: AWS names them by a hash, too. */
export function accessLogStream({ served: { api }, stage }: Pick<Asked, "served" | "stage">): string {
  return hash("md5", `${api.ApiId}/${stage.stage.StageName}`, "hex");
}
