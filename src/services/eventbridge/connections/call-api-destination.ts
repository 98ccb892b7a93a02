import type { ConnectionHttpParameters, HttpParameters } from "@aws-sdk/client-eventbridge";
import type { Place, ServiceHost } from "../../service.ts";
import { NotReachableError, type OutsideAnswer, requestOutside } from "../../targets/outside-request.ts";
import type { Sending } from "../../targets/send-to-target.ts";
import { delivered, type Verdict } from "../../targets/verdict.ts";
import { eventsKey } from "../buses/event-bus.ts";
import { limits } from "../limits.ts";
import type { EventsState } from "../state.ts";
import { withScheme } from "./check-connection.ts";
import {
  type ApiDestination,
  apiDestinationArn,
  type Connection,
  connectionArn,
  defaultRatePerSecond,
  nameOf,
} from "./connection.ts";
import { apiDestinationStore, connectionOf } from "./connection-store.ts";

interface Request {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/**
 * Sends an event to an API outside, as its API destination and connection say. What the connection says goes before what the target says.
 * Answers of 429 and 5xx, and what cannot be reached, are tried again. Source: "API destinations as targets in Amazon EventBridge".
 */
export async function callApiDestination(
  host: ServiceHost,
  state: EventsState,
  { target, message, source }: Sending,
  http: HttpParameters,
): Promise<Verdict> {
  const found = await host.storage.partition(eventsKey(source)).read(async (tx) => {
    const destination = await apiDestinationStore.find(tx, nameOf(target) ?? "");
    const connection = destination && (await connectionOf(tx, destination));
    return { destination, connection };
  });
  const { destination, connection } = found;
  if (!destination || apiDestinationArn(source, destination) !== target)
    return { kind: "never", reason: "The API destination does not exist.", code: "NO_RESOURCE" };
  if (!connection || connection.state === "DEAUTHORIZED")
    return { kind: "never", reason: "The connection is not authorized.", code: "NO_PERMISSIONS" };
  const nowMs = host.clock.nowMs();
  const atMs = state.callers.place(target, destination.ratePerSecond ?? defaultRatePerSecond, nowMs);
  if (atMs > nowMs)
    return { kind: "later", reason: "The rate of the API destination is reached.", atMs, untried: true };
  try {
    const authorization = await authorize(host, state, connection, source);
    const response = await exchange(host, toRequest(destination, connection, message.body, http, authorization));
    const { status } = response;
    if (status < 300) return delivered;
    if (status === 401 || status === 407) state.callers.forget(tokenKey(source, connection));
    const reason = `HTTP ${status}`;
    const isPassing = status === 401 || status === 407 || status === 409 || status === 429 || status >= 500;
    const code = status === 429 ? "THROTTLING" : "ERROR_FROM_TARGET";
    if (!isPassing) return { kind: "never", reason, code };
    const after = Number(response.headers["retry-after"]);
    return { kind: "later", reason, code, ...(after > 0 && { atMs: nowMs + after * 1_000 }) };
  } catch (error) {
    const { message: reason } = error as Error;
    if (error instanceof NotReachableError) return { kind: "never", reason, code: "CONNECTION_FAILURE" };
    return { kind: "later", reason, code: "CONNECTION_FAILURE" };
  }
}

/** Of a connection as it is set now. */
function tokenKey(at: Place, connection: Connection): string {
  return `${connectionArn(at, connection)} ${connection.modifiedMs}`;
}

function toRequest(
  { endpoint, method }: ApiDestination,
  { parameters }: Connection,
  body: string,
  { PathParameterValues = [], HeaderParameters = {}, QueryStringParameters = {} }: HttpParameters,
  authorization: Readonly<Record<string, string>>,
): Request {
  const own = parameters.InvocationHttpParameters ?? {};
  const url = new URL(withPath(endpoint, PathParameterValues));
  addQuery(url, { ...QueryStringParameters, ...toRecord(own.QueryStringParameters) });
  const headers = {
    "content-type": "application/json; charset=utf-8",
    ...withoutReserved({ ...lowerCase(HeaderParameters), ...lowerCase(toRecord(own.HeaderParameters)) }),
    ...authorization,
    "user-agent": "Amazon/EventBridge/ApiDestinations",
    range: "bytes=0-1048575",
  };
  const hasBody = method !== "GET" && method !== "HEAD";
  return {
    url: url.href,
    method,
    headers,
    body: hasBody ? withMembers(body, toRecord(own.BodyParameters)) : undefined,
  };
}

/** Each `*` of the endpoint is one of the values; what is left over stands at the end. */
function withPath(endpoint: string, values: readonly string[]): string {
  const left = values.map((value) => encodeURIComponent(value));
  const filled = endpoint.replaceAll("*", () => left.shift() ?? "*");
  return left.length === 0 ? filled : `${filled.replace(/\/$/, "")}/${left.join("/")}`;
}

function withMembers(body: string, members: Readonly<Record<string, string>>): string {
  if (Object.keys(members).length === 0) return body;
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return JSON.stringify({ ...value, ...members });
  } catch {
    // What is no JSON has no members.
  }
  return body;
}

/** What says who calls. Rejects where OAuth's endpoint gives no token. */
export async function authorize(
  host: ServiceHost,
  { callers }: EventsState,
  connection: Connection,
  at: Place,
): Promise<Record<string, string>> {
  const { BasicAuthParameters: basic, ApiKeyAuthParameters: apiKey, OAuthParameters: oauth } = connection.parameters;
  if (basic) {
    const credentials = Buffer.from(`${basic.Username}:${basic.Password}`).toString("base64");
    return { authorization: `Basic ${credentials}` };
  }
  if (apiKey) return { [(apiKey.ApiKeyName ?? "").toLowerCase()]: apiKey.ApiKeyValue ?? "" };
  if (!oauth) return {};
  const nowMs = host.clock.nowMs();
  const key = tokenKey(at, connection);
  const known = callers.token(key, nowMs);
  if (known) return { authorization: known };
  const { ClientID: client_id = "", ClientSecret: client_secret = "" } = oauth.ClientParameters ?? {};
  const response = await exchange(
    host,
    toTokenRequest(
      oauth.AuthorizationEndpoint ?? "",
      (oauth.HttpMethod ?? "POST").toUpperCase(),
      oauth.OAuthHttpParameters,
      {
        client_id,
        client_secret,
      },
    ),
  );
  const { status, body, isCut } = response;
  if (status < 200 || status >= 300) throw new Error(`The authorization endpoint answered HTTP ${status}.`);
  if (isCut) throw new Error("The authorization endpoint's answer is too long.");
  const answer = readJson(body.toString());
  if (typeof answer.access_token !== "string") throw new Error("The authorization endpoint gave no access_token.");
  const token = `${answer.token_type ?? "Bearer"} ${answer.access_token}`;
  const seconds = Number(answer.expires_in ?? 3_600) || 0;
  callers.keep(key, token, nowMs + Math.max(seconds * 1_000 - limits.tokenReserveMs, 0));
  return { authorization: token };
}

function toTokenRequest(
  endpoint: string,
  method: string,
  { QueryStringParameters, HeaderParameters, BodyParameters }: ConnectionHttpParameters = {},
  client: Readonly<Record<string, string>>,
): Request {
  const url = new URL(withScheme(endpoint));
  const form = { grant_type: "client_credentials", ...client, ...toRecord(BodyParameters) };
  addQuery(url, { ...toRecord(QueryStringParameters), ...(method === "GET" && form) });
  const headers = { "content-type": "application/x-www-form-urlencoded", ...lowerCase(toRecord(HeaderParameters)) };
  return { url: url.href, method, headers, body: method === "GET" ? undefined : new URLSearchParams(form).toString() };
}

/** What it rejects with is told to logs and dead-letter queues: it must not quote the URL and the headers, with their secrets. */
async function exchange(host: ServiceHost, { url, method, headers, body }: Request): Promise<OutsideAnswer> {
  const to = new URL(url);
  if (to.username !== "" || to.password !== "") throw new Error("The endpoint has credentials in its URL.");
  for (const value of Object.values(headers))
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) throw new Error("A header has a value that HTTP does not allow.");
  const { apiDestinationMs: timeoutMs, answerBytes } = limits;
  return requestOutside(host, { url: to, method, headers, body, timeoutMs, answerBytes });
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Its text may have a secret.
  }
  throw new Error("The authorization endpoint's answer is no JSON.");
}

/** Headers that nobody else may set. Source: "API destinations as targets in Amazon EventBridge", "Headers in API destination requests". */
const reserved: ReadonlySet<string> = new Set(
  (
    "a-im accept-charset accept-datetime accept-encoding cache-control connection content-encoding content-length content-md5 date expect forwarded from host " +
    "http2-settings if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive link max-forwards origin pragma proxy-authorization range " +
    "referer te trailer transfer-encoding upgrade user-agent via warning"
  ).split(" "),
);

function withoutReserved(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !reserved.has(name)));
}

function addQuery(url: URL, parameters: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function toRecord(list: readonly { readonly Key?: string; readonly Value?: string }[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ Key = "", Value = "" }) => [Key, Value]));
}
