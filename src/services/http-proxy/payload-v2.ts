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
  /** What an API says beside; a function URL has none of it. */
  readonly ofApi?: ApiFacts;
}

/** Source: "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway". */
export interface ApiFacts {
  readonly routeKey: string;
  readonly stage: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  /** Undefined if the stage has none. */
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  /** What the authorizer says: `{ jwt }`, `{ lambda }`. */
  readonly authorizer: Readonly<Record<string, unknown>> | undefined;
  readonly domainPrefix: string;
  /** What the client has shown of itself, at a domain name with mutual TLS. */
  readonly clientCert?: object | undefined;
}

/** The function's event. Source: "Invoking Lambda function URLs", "Request payload format" (version 2.0), and recorded events. */
export function toPayloadV2(request: ProxyRequest, facts: PayloadFacts): Buffer {
  const { method, rawQuery, sourceIp } = request;
  // Clients that put a path behind a URL with a slash send two: AWS gives the function one.
  const path = request.path.replace(/^\/{2,}/, "/");
  const { apiId, nowMs, ofApi } = facts;
  const decoded = decodePath(path);
  const headers = toEventHeaders(request);
  const { cookie, host = "" } = headers;
  // An API's events have cookies in their own place only.
  if (ofApi) delete headers.cookie;
  const parameters = toQueryParameters(rawQuery);
  const { body, isBase64Encoded } = toEventBody(request.body, headers);
  addForwarded(headers, sourceIp, facts);
  const { routeKey = "$default", stage = "$default" } = ofApi ?? {};
  return Buffer.from(
    JSON.stringify({
      version: "2.0",
      routeKey,
      // An API's is decoded, as was recorded; a function URL's is not.
      rawPath: ofApi ? decoded : path,
      rawQueryString: rawQuery,
      cookies: cookie?.split(/; */),
      headers,
      queryStringParameters: parameters,
      requestContext: {
        accountId: facts.accountId,
        apiId,
        authentication: ofApi?.clientCert && { clientCert: ofApi.clientCert },
        authorizer: ofApi?.authorizer ?? (facts.signer && { iam: toIam(facts.signer) }),
        domainName: host,
        domainPrefix: ofApi?.domainPrefix ?? apiId,
        http: { method, path: decoded, protocol: "HTTP/1.1", sourceIp, userAgent: headers["user-agent"] },
        requestId: facts.requestId,
        routeKey,
        stage,
        time: toLogTime(nowMs),
        timeEpoch: nowMs,
      },
      pathParameters: ofApi?.pathParameters,
      body,
      isBase64Encoded,
      stageVariables: ofApi?.stageVariables,
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
export function addForwarded(
  headers: Record<string, string>,
  sourceIp: string,
  { scheme, traceId }: Pick<PayloadFacts, "scheme" | "traceId">,
): void {
  const before = headers["x-forwarded-for"];
  headers["x-amzn-trace-id"] = traceId;
  headers["x-forwarded-for"] = before === undefined ? sourceIp : `${before}, ${sourceIp}`;
  headers["x-forwarded-port"] = /:(\d+)$/.exec(headers.host ?? "")?.[1] ?? (scheme === "https" ? "443" : "80");
  headers["x-forwarded-proto"] = scheme;
}

/** `12/Mar/2020:19:03:58 +0000` */
export function toLogTime(ms: number): string {
  const [, day, month, year, time] = /, (\d\d) (\w{3}) (\d{4}) ([\d:]{8})/.exec(new Date(ms).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
