import { isUtf8 } from "node:buffer";
import { addForwarded } from "../../http-proxy/payload-v2.ts";
import { toEventHeaders } from "../../http-proxy/proxy-request.ts";
import type { Asked } from "./asked.ts";
import { isBinary } from "./media-types.ts";

/** Names as the client wrote them, each with all its values. */
type Values = Record<string, string[]>;

/**
 * The event of a REST API's Lambda proxy integration: paths encoded as they came, null for what the request has none of. Source: "Lambda proxy integrations in API
 * Gateway", "Input format", and recorded events.
 */
export function toProxyEvent(asked: Asked, context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { request, resource, pathParameters, stageVariables, path } = asked;
  const headers = headersOf(asked);
  const query = toValues(new URLSearchParams(request.rawQuery));
  const { body, isBase64Encoded } = toBody(asked);
  return {
    resource: resource.path,
    path: `${asked.basePath}${path}`,
    httpMethod: request.method,
    headers: orNull(lastValues(headers)),
    multiValueHeaders: orNull(headers),
    queryStringParameters: orNull(lastValues(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: pathParameters ?? null,
    stageVariables: orNull(stageVariables),
    requestContext: context,
    body,
    isBase64Encoded,
  };
}

export function toBody({ request, snapshot }: Asked): { body: string | null; isBase64Encoded: boolean } {
  if (request.body.length === 0) return { body: null, isBase64Encoded: false };
  const isBytes = isBinary(snapshot.api.binaryMediaTypes, toEventHeaders(request)["content-type"]);
  if (isBytes) return { body: request.body.toString("base64"), isBase64Encoded: true };
  // What is no text is no text: AWS replaces what it cannot read.
  return {
    body: isUtf8(request.body) ? request.body.toString() : request.body.toString("utf8"),
    isBase64Encoded: false,
  };
}

/** What the client sent, without what is about its connection, and what the front adds. */
function headersOf({ request, scheme, traceId, api, at, requestId, startedMs }: Asked): Values {
  const lower = toEventHeaders(request);
  const added: Record<string, string> = { host: lower.host ?? "" };
  if (lower["x-forwarded-for"]) added["x-forwarded-for"] = lower["x-forwarded-for"];
  const facts = {
    apiId: api.id,
    accountId: at.account,
    signer: undefined,
    requestId,
    nowMs: startedMs,
    scheme,
    traceId,
  };
  addForwarded(added, request.sourceIp, facts);
  delete added.host;
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const given = request.rawHeaders[index] ?? "";
    const name = given.toLowerCase() === ":authority" ? "host" : given.toLowerCase();
    if (Object.hasOwn(added, name) || name === "content-length" || !(name in lower)) continue;
    pairs.push([capitalized.get(name) ?? given, request.rawHeaders[index + 1] ?? ""]);
  }
  pairs.push(["X-Amzn-Trace-Id", added["x-amzn-trace-id"] ?? ""]);
  pairs.push(["X-Forwarded-For", added["x-forwarded-for"] ?? ""]);
  pairs.push(["X-Forwarded-Port", added["x-forwarded-port"] ?? ""]);
  pairs.push(["X-Forwarded-Proto", added["x-forwarded-proto"] ?? ""]);
  return toValues(pairs);
}

/** As recorded: however the client wrote them. */
const capitalized: ReadonlyMap<string, string> = new Map([
  ["authorization", "Authorization"],
  ["user-agent", "User-Agent"],
  ["host", "Host"],
]);

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
