import type { AnswerHead } from "../../http-proxy/proxy-answer.ts";
import type { UrlCors } from "./url-config.ts";

/** The request's head, as far as CORS looks at it. */
interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The headers with those that let a web page read the answer. The settings take the place of what the function says of CORS itself; what it says of
 * other reasons to vary stays. Source: "Configuring CORS for function URLs".
 */
export function withCors(given: AnswerHead["headers"], cors: UrlCors | undefined, asked: Asked): AnswerHead["headers"] {
  if (!cors) return given;
  const headers: Record<string, string | readonly string[]> = Object.create(null);
  for (const name in given) if (!name.startsWith("access-control-")) headers[name] = given[name] ?? "";
  Object.assign(headers, corsHeaders(cors, asked), { vary: varyByOrigin(given.vary) });
  return headers;
}

/** The answer's headers to a preflight, which a function with CORS settings never sees. */
export function preflightHeaders(cors: UrlCors, asked: Asked): Record<string, string> {
  const allowed = corsHeaders(cors, asked);
  if (Object.keys(allowed).length === 0) return { vary: "Origin" };
  return {
    ...allowed,
    vary: "Origin",
    ...(cors.AllowMethods?.length && { "access-control-allow-methods": cors.AllowMethods.join(",") }),
    ...(cors.AllowHeaders?.length && { "access-control-allow-headers": cors.AllowHeaders.join(",") }),
    ...(cors.MaxAge !== undefined && { "access-control-max-age": String(cors.MaxAge) }),
  };
}

export function isPreflight({ method, headers }: Asked): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}

/** None for an origin that is not allowed. */
function corsHeaders(cors: UrlCors, { headers }: Asked): Record<string, string> {
  const { origin } = headers;
  if (origin === undefined || !allows(cors.AllowOrigins, origin)) return {};
  return {
    "access-control-allow-origin": cors.AllowOrigins?.includes("*") && !cors.AllowCredentials ? "*" : origin,
    ...(cors.AllowCredentials && { "access-control-allow-credentials": "true" }),
    ...(cors.ExposeHeaders?.length && { "access-control-expose-headers": cors.ExposeHeaders.join(",") }),
  };
}

function varyByOrigin(given: string | readonly string[] | undefined): string {
  if (given === undefined || given === "") return "Origin";
  const names = String(given);
  return /(?:^|,)\s*(?:origin|\*)\s*(?:,|$)/i.test(names) ? names : `${names}, Origin`;
}

function allows(origins: readonly string[] | undefined, origin: string): boolean {
  return origins?.some((allowed) => allowed === "*" || allowed === origin) ?? false;
}
