import type { UrlRequest } from "./url-request.ts";

/** What AWS's front tells the function of the connection. */
export interface UrlArrival {
  readonly nowMs: number;
  /** `http` or `https`. */
  readonly scheme: string;
  /** An `X-Amzn-Trace-Id`. */
  readonly traceId: string;
}

/** The function's event. Source: "Invoking Lambda function URLs", "Request payload format" (version 2.0). */
export function toUrlEvent(request: UrlRequest, { nowMs, ...arrival }: UrlArrival): Buffer {
  const { id, method, path, rawQuery, host, sourceIp, body, principal } = request;
  // AWS's front ends the connection: the function is not told of it.
  const { cookie, connection: _connection, ...headers } = request.headers;
  const query = [...new URLSearchParams(rawQuery)];
  const isText = isTextual(headers["content-type"]);
  return Buffer.from(
    JSON.stringify({
      version: "2.0",
      routeKey: "$default",
      rawPath: path,
      rawQueryString: rawQuery,
      ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
      headers: { ...headers, ...forwardedHeaders(request, arrival) },
      ...(query.length > 0 && { queryStringParameters: joined(query) }),
      requestContext: {
        accountId: principal.kind === "anonymous" ? "anonymous" : principal.account,
        apiId: id,
        domainName: host,
        domainPrefix: id,
        ...(principal.kind !== "anonymous" && {
          authorizer: {
            iam: {
              accessKey: principal.accessKeyId ?? null,
              accountId: principal.account,
              callerId: principal.userId,
              cognitoIdentity: null,
              principalOrgId: null,
              userArn: principal.arn,
              userId: principal.userId,
            },
          },
        }),
        http: { method, path, protocol: "HTTP/1.1", sourceIp, userAgent: headers["user-agent"] },
        requestId: request.requestId,
        routeKey: "$default",
        stage: "$default",
        time: toLogTime(nowMs),
        timeEpoch: nowMs,
      },
      ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
      isBase64Encoded: body.length > 0 && !isText,
    }),
  );
}

function forwardedHeaders(
  { headers, sourceIp }: UrlRequest,
  { scheme, traceId }: Omit<UrlArrival, "nowMs">,
): Record<string, string> {
  const before = headers["x-forwarded-for"];
  return {
    "x-amzn-trace-id": traceId,
    "x-forwarded-for": before === undefined ? sourceIp : `${before}, ${sourceIp}`,
    "x-forwarded-port": /:(\d+)$/.exec(headers.host ?? "")?.[1] ?? (scheme === "https" ? "443" : "80"),
    "x-forwarded-proto": scheme,
  };
}

/** Values of one name are joined by commas. */
function joined(query: readonly (readonly [string, string])[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of query) values[name] = name in values ? `${values[name]},${value}` : value;
  return values;
}

function isTextual(contentType: string | undefined): boolean {
  return contentType === undefined
    ? false
    : /^(?:text\/|application\/(?:json|xml|javascript|x-www-form-urlencoded|[^;]*\+(?:json|xml)))/i.test(contentType);
}

/** `12/Mar/2020:19:03:58 +0000` */
function toLogTime(ms: number): string {
  const [, day, month, year, time] = /, (\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
