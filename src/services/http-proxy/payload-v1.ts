import { toEventBody } from "./event-body.ts";
import { type ApiFacts, addForwarded, type PayloadFacts, toLogTime } from "./payload-v2.ts";
import { decodePath, type ProxyRequest, toEventHeaders } from "./proxy-request.ts";

/** Names as the client wrote them, each with all its values. */
type Values = Record<string, string[]>;

export interface PayloadV1Facts extends PayloadFacts {
  readonly ofApi: ApiFacts;
  /** `/pets/{id}`, or `$default`. */
  readonly resource: string;
}

/**
 * The function's event in version 1.0 of the payload, as HTTP APIs make it. Source: "Create AWS Lambda proxy integrations for HTTP APIs in API
 * Gateway", and recorded events.
 */
export function toPayloadV1(request: ProxyRequest, facts: PayloadV1Facts): Buffer {
  const { method, sourceIp } = request;
  const { ofApi, resource, requestId, nowMs, apiId, accountId } = facts;
  const path = decodePath(request.path);
  const lower = toEventHeaders(request);
  const { body, isBase64Encoded } = toEventBody(request.body, lower);
  const { host = "", "user-agent": userAgent } = lower;
  return Buffer.from(
    JSON.stringify({
      version: "1.0",
      resource,
      path,
      httpMethod: method,
      ...toEventValues(request, facts),
      requestContext: {
        accountId,
        apiId,
        domainName: host,
        domainPrefix: ofApi.domainPrefix,
        extendedRequestId: requestId,
        httpMethod: method,
        identity: toIdentity(facts, sourceIp, userAgent),
        path,
        protocol: "HTTP/1.1",
        requestId,
        requestTime: toLogTime(nowMs),
        requestTimeEpoch: nowMs,
        resourceId: ofApi.routeKey,
        resourcePath: resource,
        stage: ofApi.stage,
        ...(ofApi.authorizer && { authorizer: ofApi.authorizer }),
      },
      pathParameters: ofApi.pathParameters ?? null,
      stageVariables: ofApi.stageVariables ?? null,
      body: body ?? null,
      isBase64Encoded,
    }),
  );
}

function toIdentity({ signer, ofApi }: PayloadFacts, sourceIp: string, userAgent: string | undefined) {
  return {
    accessKey: signer?.accessKeyId ?? null,
    accountId: signer?.account ?? null,
    caller: signer?.userId ?? null,
    cognitoAmr: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp,
    user: signer?.userId ?? null,
    userAgent: userAgent ?? null,
    userArn: signer?.arn ?? null,
    ...(ofApi?.clientCert && { clientCert: ofApi.clientCert }),
  };
}

/** Headers and query as an event of version 1.0 has them: a query that is none is null. */
export function toEventValues(request: ProxyRequest, facts: Pick<PayloadFacts, "scheme" | "traceId">) {
  const multiValueHeaders = toValues(headerPairs(request, toEventHeaders(request), facts));
  const multiValueQuery = toValues(new URLSearchParams(request.rawQuery));
  return {
    headers: lastValues(multiValueHeaders),
    multiValueHeaders,
    queryStringParameters: orNull(lastValues(multiValueQuery)),
    multiValueQueryStringParameters: orNull(multiValueQuery),
  };
}

/** What the client sent, without what is about its connection, and what the front adds. */
function* headerPairs(
  { rawHeaders, sourceIp }: ProxyRequest,
  lower: Readonly<Record<string, string>>,
  facts: Pick<PayloadFacts, "scheme" | "traceId">,
): Generator<readonly [string, string]> {
  const added: Record<string, string> = { host: lower.host ?? "", "x-forwarded-for": lower["x-forwarded-for"] ?? "" };
  if (added["x-forwarded-for"] === "") delete added["x-forwarded-for"];
  addForwarded(added, sourceIp, facts);
  delete added.host;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const given = rawHeaders[at] ?? "";
    const name = given.toLowerCase() === ":authority" ? "Host" : given;
    const known = name.toLowerCase();
    if (Object.hasOwn(added, known) || !(known in lower)) continue;
    yield [name, rawHeaders[at + 1] ?? ""];
  }
  yield ["X-Amzn-Trace-Id", added["x-amzn-trace-id"] ?? ""];
  yield ["X-Forwarded-For", added["x-forwarded-for"] ?? ""];
  yield ["X-Forwarded-Port", added["x-forwarded-port"] ?? ""];
  yield ["X-Forwarded-Proto", added["x-forwarded-proto"] ?? ""];
}

/** The object has no prototype: a client chooses the names. */
function toValues(pairs: Iterable<readonly [string, string]>): Values {
  const values: Values = Object.create(null);
  for (const [name, value] of pairs) {
    const former = values[name];
    if (former) former.push(value);
    else values[name] = [value];
  }
  return values;
}

function lastValues(values: Values): Record<string, string> {
  const last: Record<string, string> = Object.create(null);
  for (const name in values) last[name] = values[name]?.at(-1) ?? "";
  return last;
}

function orNull<T extends object>(values: T): T | null {
  for (const _ in values) return values;
  return null;
}
