import type { Principal } from "../principal.ts";
import { toEventBody } from "./event-body.ts";
import { decodePath, type ProxyRequest, toEventHeaders, toQueryParameters } from "./proxy-request.ts";

/** What the front says of itself and of the connection. */
export interface PayloadFacts {
  /** A URL's id or an API's. */
  readonly apiId: string;
  /** The account that the function is told; of a function URL that of the caller, or `anonymous`. */
  readonly accountId: string;
  /** Who signed the request; undefined where nobody need sign. */
  readonly signer: Principal | undefined;
  readonly requestId: string;
  readonly nowMs: number;
  /** `http` or `https`. */
  readonly scheme: string;
  /** An `X-Amzn-Trace-Id`. */
  readonly traceId: string;
}

/** The function's event. Source: "Invoking Lambda function URLs", "Request payload format" (version 2.0), and recorded events. */
export function toPayloadV2(request: ProxyRequest, facts: PayloadFacts): Buffer {
  const { method, rawQuery, sourceIp } = request;
  // Clients that put a path behind a URL with a slash send two: AWS gives the function one.
  const path = request.path.replace(/^\/{2,}/, "/");
  const { apiId, nowMs } = facts;
  const headers = toEventHeaders(request);
  const { cookie, host = "" } = headers;
  const parameters = toQueryParameters(rawQuery);
  const { body, isBase64Encoded } = toEventBody(request.body, headers);
  addForwarded(headers, sourceIp, facts);
  return Buffer.from(
    JSON.stringify({
      version: "2.0",
      routeKey: "$default",
      rawPath: path,
      rawQueryString: rawQuery,
      cookies: cookie?.split(/; */),
      headers,
      queryStringParameters: parameters,
      requestContext: {
        accountId: facts.accountId,
        apiId,
        authorizer: facts.signer && { iam: toIam(facts.signer) },
        domainName: host,
        domainPrefix: apiId,
        http: { method, path: decodePath(path), protocol: "HTTP/1.1", sourceIp, userAgent: headers["user-agent"] },
        requestId: facts.requestId,
        routeKey: "$default",
        stage: "$default",
        time: toLogTime(nowMs),
        timeEpoch: nowMs,
      },
      body,
      isBase64Encoded,
    }),
  );
}

function toIam({ account, accessKeyId, arn, userId }: Principal) {
  return {
    accessKey: accessKeyId ?? null,
    accountId: account,
    callerId: userId,
    cognitoIdentity: null,
    principalOrgId: null,
    userArn: arn,
    userId,
  };
}

/** What AWS's front adds to the headers. */
function addForwarded(headers: Record<string, string>, sourceIp: string, { scheme, traceId }: PayloadFacts): void {
  const before = headers["x-forwarded-for"];
  headers["x-amzn-trace-id"] = traceId;
  headers["x-forwarded-for"] = before === undefined ? sourceIp : `${before}, ${sourceIp}`;
  headers["x-forwarded-port"] = /:(\d+)$/.exec(headers.host ?? "")?.[1] ?? (scheme === "https" ? "443" : "80");
  headers["x-forwarded-proto"] = scheme;
}

/** `12/Mar/2020:19:03:58 +0000` */
function toLogTime(ms: number): string {
  const [, day, month, year, time] = /, (\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
