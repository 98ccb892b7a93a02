import { repeatsGroup } from "../../execute-api/selection-pattern.ts";
import type { ApiRecord } from "../apis/api.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import type { IntegrationResponseRecord, RouteResponseRecord } from "../parts/part.ts";
import { parseSelection } from "../web-sockets/selection-expression.ts";

/** Only WebSocket APIs have responses. Throws BadRequestException. */
export function requireWebSocket({ ProtocolType }: Pick<ApiRecord, "ProtocolType">, what: string): void {
  if (ProtocolType !== "WEBSOCKET") throw invalid(`${what} are not supported for HTTP APIs`);
}

/** Source: "CreateRouteResponse": there is one key so far. */
export function checkRouteResponse(response: RouteResponseRecord): void {
  if (response.RouteResponseKey !== "$default")
    throw invalid(`Invalid route response key specified: ${response.RouteResponseKey}. It should be $default`);
  if (response.ModelSelectionExpression !== undefined || response.ResponseModels !== undefined)
    throw notBuilt("models of a route's responses");
  if (response.ResponseParameters !== undefined) throw notBuilt("ResponseParameters of route responses");
}

/** Source: "CreateIntegrationResponse": a key is `$default` or a pattern between slashes. */
export function checkIntegrationResponse(response: IntegrationResponseRecord): void {
  const { IntegrationResponseKey: key, TemplateSelectionExpression: expression } = response;
  const [, pattern] = /^\/(.+)\/$/.exec(key) ?? [];
  if (key !== "$default" && pattern === undefined)
    throw invalid(
      `Invalid integration response key specified: ${key}. It should be $default, or a pattern like /2\\d\\d/`,
    );
  if (key.length > limits.selectionKeyCharacters)
    throw invalid(`IntegrationResponseKey must have at most ${limits.selectionKeyCharacters} characters`);
  if (pattern !== undefined && repeatsGroup(pattern)) throw notBuilt(`patterns that repeat a group: ${pattern}`);
  if (expression !== undefined && !parseSelection(expression))
    throw invalid(`Invalid template selection expression specified: ${expression}`);
  if (Object.keys(response.ResponseParameters ?? {}).length > 0)
    throw notBuilt("ResponseParameters of integration responses");
}
