import type { ReadTransaction } from "../../../storage/database.ts";
import { defaultRoute, parseRouteKey } from "../../execute-api/route-key.ts";
import type { ApiRecord } from "../apis/api.ts";
import { invalid, modelNotFound, routeExists, routeKeyIsMalformed } from "../errors.ts";
import { limits } from "../limits.ts";
import { requirePart } from "../parts/change-api.ts";
import type { AuthorizerRecord, RouteRecord } from "../parts/part.ts";
import { partStore } from "../parts/part-store.ts";
import { parseSelection } from "../web-sockets/selection-expression.ts";

/** Throws what AWS refuses of a route, and what is not built. */
export async function checkRoute(tx: ReadTransaction, api: ApiRecord, route: RouteRecord): Promise<void> {
  const { ApiId } = api;
  const { RouteKey, Target, AuthorizerId } = route;
  checkRouteKey(api, route);
  const others = await partStore.list(tx, ApiId, "Route");
  if (others.some((other) => other.RouteKey === RouteKey && other.RouteId !== route.RouteId))
    throw routeExists(RouteKey);
  if (Target !== undefined) await requirePart(tx, ApiId, "Integration", integrationIdOf(Target));
  checkAuthorization(api, route);
  if (AuthorizerId !== undefined) checkFits(route, await requirePart(tx, ApiId, "Authorizer", AuthorizerId));
  const models = Object.values(route.RequestModels ?? {});
  if (models.length === 0) return;
  const known = new Set((await partStore.list(tx, ApiId, "Model")).map(({ Name }) => Name));
  for (const model of models) if (!known.has(model)) throw modelNotFound(model);
}

/** The same of a route by itself, whose authorizer is known. */
export function checkRouteOf(api: ApiRecord, route: RouteRecord, authorizer: AuthorizerRecord | undefined): void {
  checkRouteKey(api, route);
  checkAuthorization(api, route);
  if (authorizer) checkFits(route, authorizer);
}

function checkRouteKey({ ProtocolType }: ApiRecord, route: RouteRecord): void {
  if (ProtocolType === "WEBSOCKET") {
    checkOfWebSocket(route);
    return;
  }
  if (route.RouteKey !== defaultRoute && !parseRouteKey(route.RouteKey)) throw routeKeyIsMalformed();
  checkOfHttp(route);
}

function checkAuthorization({ ProtocolType }: ApiRecord, route: RouteRecord): void {
  const { AuthorizationType = "NONE", AuthorizerId, AuthorizationScopes } = route;
  const isJwt = AuthorizationType === "JWT";
  if (!/^(?:NONE|AWS_IAM|JWT|CUSTOM)$/.test(AuthorizationType) || (ProtocolType === "WEBSOCKET" && isJwt))
    throw invalid(`Invalid authorization type specified: ${AuthorizationType}`);
  const isByAuthorizer = isJwt || AuthorizationType === "CUSTOM";
  if (isByAuthorizer && AuthorizerId === undefined)
    throw invalid(`AuthorizerId is required for authorization type ${AuthorizationType}`);
  if (!isByAuthorizer && AuthorizerId !== undefined)
    throw invalid(`AuthorizerId must not be set for authorization type ${AuthorizationType}`);
  if (AuthorizationScopes?.length && !isJwt)
    throw invalid("AuthorizationScopes are supported for JWT authorizers only");
}

function checkFits({ AuthorizationType }: RouteRecord, { AuthorizerType }: AuthorizerRecord): void {
  if ((AuthorizerType === "JWT") !== (AuthorizationType === "JWT"))
    throw invalid(`Authorization type ${AuthorizationType} does not fit an authorizer of type ${AuthorizerType}`);
}

/** Source: "CreateRoute": what is for WebSocket APIs only. */
function checkOfHttp(route: RouteRecord): void {
  if ((route.OperationName?.length ?? 0) > limits.operationNameCharacters)
    throw invalid(`OperationName must have at most ${limits.operationNameCharacters} characters`);
  if (route.ApiKeyRequired) throw invalid("ApiKeyRequired is not currently supported for HTTP APIs");
  const ofWebSocket = ["ModelSelectionExpression", "RequestModels", "RouteResponseSelectionExpression"] as const;
  for (const name of ofWebSocket)
    if (route[name] !== undefined) throw invalid(`${name} is not supported for HTTP APIs`);
  if (route.RequestParameters !== undefined) throw invalid("RequestParameters is not supported for HTTP APIs");
}

/** Source: "Create routes for WebSocket APIs in API Gateway": keys that begin with `$` are AWS's. */
function checkOfWebSocket(route: RouteRecord): void {
  const { RouteKey, AuthorizationType = "NONE", RequestParameters = {} } = route;
  if ((route.OperationName?.length ?? 0) > limits.operationNameCharacters)
    throw invalid(`OperationName must have at most ${limits.operationNameCharacters} characters`);
  if (RouteKey === "" || RouteKey.length > limits.selectionKeyCharacters)
    throw invalid(`RouteKey must have between 1 and ${limits.selectionKeyCharacters} characters`);
  if (RouteKey.startsWith("$") && !/^\$(?:connect|disconnect|default)$/.test(RouteKey))
    throw invalid(
      `Invalid route key specified: ${RouteKey}. Keys that begin with $ are $connect, $disconnect and $default`,
    );
  if (RouteKey !== "$connect" && AuthorizationType !== "NONE")
    throw invalid("Authorization is supported for the $connect route only");
  const { ModelSelectionExpression: ofModel } = route;
  if (ofModel !== undefined && !parseSelection(ofModel))
    throw invalid(`Invalid model selection expression specified: ${ofModel}`);
  const { RouteResponseSelectionExpression: selection } = route;
  if (selection !== undefined && selection !== "$default")
    throw invalid(`Invalid route response selection expression specified: ${selection}. It should be $default`);
  for (const name of Object.keys(RequestParameters))
    if (!/^route\.request\.(?:header|querystring|multivalueheader|multivaluequerystring)\.[\w.$-]+$/.test(name))
      throw invalid(`Invalid request parameter specified: ${name}`);
}

/** `integrations/ID` */
export function integrationIdOf(target: string): string {
  const [, id] = /^integrations\/([^/]+)$/.exec(target) ?? [];
  if (id === undefined) throw invalid("Invalid target specified: it should be integrations/INTEGRATION_ID");
  return id;
}
