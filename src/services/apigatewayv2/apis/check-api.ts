import { invalid, notBuilt } from "../errors.ts";
import { type ApiRecord, byMethodAndPath } from "./api.ts";

/** Throws what AWS refuses of an API, and what is not built. Source: "CreateApi". */
export function checkApi({ Name, ProtocolType, RouteSelectionExpression, CorsConfiguration, ...api }: ApiRecord): void {
  if (!Name || Name.length > 128) throw invalid("API name must have between 1 and 128 characters");
  if (ProtocolType !== "HTTP") throw notBuilt("WebSocket APIs");
  if (RouteSelectionExpression?.replace(/\$\{([\w.]+)\}/g, "$$$1") !== byMethodAndPath)
    throw invalid(`Invalid route selection expression specified: HTTP APIs have ${byMethodAndPath}`);
  if (api.DisableSchemaValidation) throw invalid("DisableSchemaValidation is supported for WebSocket APIs only");
  if ((api.Description?.length ?? 0) > 1_024) throw invalid("Description must have at most 1024 characters");
  if ((api.Version?.length ?? 0) > 64) throw invalid("Version must have at most 64 characters");
  if (CorsConfiguration?.AllowCredentials && CorsConfiguration.AllowOrigins?.includes("*"))
    throw invalid("allowOrigins can not be [*] when allowCredentials is true");
  for (const origin of CorsConfiguration?.AllowOrigins ?? []) {
    if (!/^(?:\*|[a-z][a-z0-9+.-]*:\/\/(?:\*|[^\s/*]+)|null)$/i.test(origin))
      throw invalid(`Invalid format for origin ${origin}. Origins should be in the form scheme://host, or *`);
  }
  for (const method of CorsConfiguration?.AllowMethods ?? []) {
    if (!/^(?:\*|[A-Z]+)$/.test(method)) throw invalid(`Invalid method in allowMethods: ${method}`);
  }
}
