import type { UrlCors } from "./url-config.ts";
import type { UrlRequest } from "./url-request.ts";

/** The headers that let a web page read the answer; none for an origin that is not allowed. Source: "Configuring CORS for function URLs". */
export function corsHeaders(cors: UrlCors | undefined, { headers }: UrlRequest): Record<string, string> {
  const { origin } = headers;
  if (!cors || origin === undefined || !allows(cors.AllowOrigins, origin)) return {};
  return {
    "access-control-allow-origin": cors.AllowOrigins?.includes("*") && !cors.AllowCredentials ? "*" : origin,
    vary: "Origin",
    ...(cors.AllowCredentials && { "access-control-allow-credentials": "true" }),
    ...(cors.ExposeHeaders?.length && { "access-control-expose-headers": cors.ExposeHeaders.join(",") }),
  };
}

/** The answer's further headers to a preflight, which a function with CORS settings never sees. */
export function preflightHeaders(cors: UrlCors, request: UrlRequest): Record<string, string> {
  const allowed = corsHeaders(cors, request);
  if (Object.keys(allowed).length === 0) return {};
  return {
    ...allowed,
    ...(cors.AllowMethods?.length && { "access-control-allow-methods": cors.AllowMethods.join(",") }),
    ...(cors.AllowHeaders?.length && { "access-control-allow-headers": cors.AllowHeaders.join(",") }),
    ...(cors.MaxAge !== undefined && { "access-control-max-age": String(cors.MaxAge) }),
  };
}

export function isPreflight({ method, headers }: UrlRequest): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}

function allows(origins: readonly string[] | undefined, origin: string): boolean {
  return origins?.some((allowed) => allowed === "*" || allowed === origin) ?? false;
}
