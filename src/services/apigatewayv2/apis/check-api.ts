import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { isHeaderName } from "../../../platform/http-header.ts";
import { invalid } from "../errors.ts";
import { limits } from "../limits.ts";
import { parseSelection } from "../web-sockets/selection-expression.ts";
import { type ApiRecord, byMethodAndPath } from "./api.ts";

/** Throws what AWS refuses of an API, and what is not built. Source: "CreateApi". */
export function checkApi({ Name, ProtocolType, RouteSelectionExpression, CorsConfiguration, ...api }: ApiRecord): void {
  if (!Name || Name.length > limits.nameCharacters)
    throw invalid(`API name must have between 1 and ${limits.nameCharacters} characters`);
  if (ProtocolType === "WEBSOCKET") checkWebSocketApi(RouteSelectionExpression, CorsConfiguration, api);
  else if (ProtocolType === "HTTP") checkHttpApi(RouteSelectionExpression, api);
  else throw invalid(`Invalid protocol specified: ${ProtocolType}. It should be HTTP or WEBSOCKET`);
  if ((api.Description?.length ?? 0) > limits.descriptionCharacters)
    throw invalid(`Description must have at most ${limits.descriptionCharacters} characters`);
  if ((api.Version?.length ?? 0) > limits.versionCharacters)
    throw invalid(`Version must have at most ${limits.versionCharacters} characters`);
  if (!/^(?:ipv4|dualstack)$/.test(api.IpAddressType ?? "ipv4"))
    throw invalid(`Invalid IP address type specified: ${api.IpAddressType}`);
  if (CorsConfiguration) checkCors(CorsConfiguration);
}

function checkHttpApi(
  expression: string | undefined,
  { DisableSchemaValidation }: Pick<ApiRecord, "DisableSchemaValidation">,
): void {
  if (expression?.replace(/\$\{([\w.]+)\}/g, "$$$1") !== byMethodAndPath)
    throw invalid(`Invalid route selection expression specified: HTTP APIs have ${byMethodAndPath}`);
  if (DisableSchemaValidation) throw invalid("DisableSchemaValidation is supported for WebSocket APIs only");
}

function checkWebSocketApi(
  expression: string | undefined,
  cors: Cors | undefined,
  { ApiKeySelectionExpression: ofKey }: Pick<ApiRecord, "ApiKeySelectionExpression">,
): void {
  if (!expression) throw invalid("RouteSelectionExpression is a required parameter for WEBSOCKET protocol");
  if (!parseSelection(expression)) throw invalid(`Invalid route selection expression specified: ${expression}`);
  if (ofKey !== undefined && !keySelections.has(ofKey))
    throw invalid(`Invalid API key selection expression specified: ${ofKey}`);
  if (cors) throw invalid("CORS configuration is not supported for WEBSOCKET protocol");
}

/** Source: "WebSocket selection expressions". */
const keySelections: ReadonlySet<string> = new Set([
  "$request.header.x-api-key",
  "$context.authorizer.usageIdentifierKey",
]);

function checkCors(cors: Cors): void {
  if (cors.AllowCredentials && cors.AllowOrigins?.includes("*"))
    throw invalid("allowOrigins can not be [*] when allowCredentials is true");
  for (const origin of cors.AllowOrigins ?? []) {
    if (!/^(?:\*|[a-z][a-z0-9+.-]*:\/\/(?:\*|[^\s/*]+)|null)$/i.test(origin))
      throw invalid(`Invalid format for origin ${origin}. Origins should be in the form scheme://host, or *`);
  }
  for (const method of cors.AllowMethods ?? []) {
    if (!/^(?:\*|[A-Z]+)$/.test(method)) throw invalid(`Invalid method in allowMethods: ${method}`);
  }
  for (const header of [...(cors.AllowHeaders ?? []), ...(cors.ExposeHeaders ?? [])])
    if (!isHeaderName(header)) throw invalid(`Invalid format for header ${header}`);
  const { MaxAge = 0 } = cors;
  if (MaxAge < -1 || MaxAge > limits.corsMaxAgeSeconds)
    throw invalid(`maxAge must be between -1 and ${limits.corsMaxAgeSeconds}`);
}
