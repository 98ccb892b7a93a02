import type { Cors } from "@aws-sdk/client-apigatewayv2";
import type { AnswerHeaders } from "../../http-proxy/answer-headers.ts";

interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** With CORS settings the API answers preflights by itself. Source: "Configure CORS for HTTP APIs in API Gateway". */
export function isPreflight({ method, headers }: Asked): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && headers["access-control-request-method"] !== undefined;
}

/** Nothing for an origin or a method that is not allowed. */
export function preflightHeaders(cors: Cors, asked: Asked): AnswerHeaders {
  const { AllowMethods = [], AllowHeaders = [], MaxAge } = cors;
  const method = asked.headers["access-control-request-method"] ?? "";
  const allowed = originHeaders(cors, asked);
  if (!allowed || !(AllowMethods.includes("*") || AllowMethods.includes(method))) return {};
  return {
    ...allowed,
    "access-control-allow-methods": AllowMethods.join(","),
    ...(AllowHeaders.length > 0 && { "access-control-allow-headers": AllowHeaders.join(",") }),
    ...(MaxAge !== undefined && { "access-control-max-age": String(MaxAge) }),
  };
}

/** An answer's headers: the settings take the place of what the integration says of CORS. */
export function withCors(given: AnswerHeaders, cors: Cors | undefined, asked: Asked): AnswerHeaders {
  if (!cors) return given;
  const headers: AnswerHeaders = Object.create(null);
  for (const name in given) if (!name.startsWith("access-control-")) headers[name] = given[name] ?? "";
  const { ExposeHeaders = [] } = cors;
  const allowed = originHeaders(cors, asked);
  if (!allowed) return headers;
  return Object.assign(
    headers,
    allowed,
    ExposeHeaders.length > 0 && {
      "access-control-expose-headers": ExposeHeaders.join(","),
    },
  );
}

function originHeaders({ AllowOrigins = [], AllowCredentials }: Cors, { headers }: Asked): AnswerHeaders | undefined {
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const allowed = AllowOrigins.includes("*") ? "*" : AllowOrigins.find((each) => allows(each, origin)) && origin;
  if (!allowed) return undefined;
  return {
    "access-control-allow-origin": allowed,
    ...(AllowCredentials && { "access-control-allow-credentials": "true" }),
    ...(allowed !== "*" && { vary: "Origin" }),
  };
}

/** `https://*` is every origin of the scheme. */
function allows(allowed: string, origin: string): boolean {
  return allowed === origin || (allowed.endsWith("://*") && origin.startsWith(allowed.slice(0, -1)));
}
