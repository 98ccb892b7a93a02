import type { Cors } from "@aws-sdk/client-apigatewayv2";
import { isHeaderName } from "../../../platform/http-header.ts";
import { invalid, notBuilt } from "../errors.ts";
import { limits } from "../limits.ts";
import { type ApiRecord, byMethodAndPath } from "./api.ts";

/** Throws what AWS refuses of an API, and what is not built. Source: "CreateApi". */
export function checkApi({ Name, ProtocolType, RouteSelectionExpression, CorsConfiguration, ...api }: ApiRecord): void {
  if (!Name || Name.length > limits.nameCharacters)
    throw invalid(`API name must have between 1 and ${limits.nameCharacters} characters`);
  if (ProtocolType !== "HTTP") throw notBuilt("WebSocket APIs");
  if (RouteSelectionExpression?.replace(/\$\{([\w.]+)\}/g, "$$$1") !== byMethodAndPath)
    throw invalid(`Invalid route selection expression specified: HTTP APIs have ${byMethodAndPath}`);
  if (api.DisableSchemaValidation) throw invalid("DisableSchemaValidation is supported for WebSocket APIs only");
  if ((api.Description?.length ?? 0) > limits.descriptionCharacters)
    throw invalid(`Description must have at most ${limits.descriptionCharacters} characters`);
  if ((api.Version?.length ?? 0) > limits.versionCharacters)
    throw invalid(`Version must have at most ${limits.versionCharacters} characters`);
  if (!/^(?:ipv4|dualstack)$/.test(api.IpAddressType ?? "ipv4"))
    throw invalid(`Invalid IP address type specified: ${api.IpAddressType}`);
  if (CorsConfiguration) checkCors(CorsConfiguration);
}

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
