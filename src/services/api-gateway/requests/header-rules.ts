import type { AnswerHeaders } from "../../http-proxy/answer-headers.ts";
import { internalError } from "./gateway-error.ts";
import type { MappedParameters } from "./parameters.ts";

/**
 * Which headers go from whom to whom. Source: "Amazon API Gateway important notes", and recorded requests and answers: neither templates nor functions ever see what is
 * about the client's connection.
 */
const ofConnection: ReadonlySet<string> = new Set([
  ...["connection", "content-length", "content-md5", "expect", "max-forwards", "proxy-authenticate", "server", "te"],
  ...["transfer-encoding", "trailer", "upgrade", "www-authenticate"],
]);

/** Names and values in turn, without what is about the connection. */
export function withoutConnection(rawHeaders: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (!ofConnection.has(name.toLowerCase())) kept.push(name, rawHeaders[at + 1] ?? "");
  }
  return kept;
}

const neverMapped: ReadonlySet<string> = new Set(["content-length", "transfer-encoding"]);
const neverMappedToAws: ReadonlySet<string> = new Set([
  ...["content-length", "transfer-encoding", "authorization", "connection", "expect", "proxy-authenticate", "te"],
]);
const dropped: ReadonlySet<string> = new Set(["expect", "proxy-authenticate", "te"]);

/** Headers that an integration's parameters have made, without those that do not go out. Throws GatewayError for those that may not be set. */
export function checkMapped(mapped: MappedParameters, toAws: boolean): MappedParameters {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(mapped.headers)) {
    const lower = name.toLowerCase();
    if ((toAws ? neverMappedToAws : neverMapped).has(lower))
      throw internalError(`The integration's parameters may not set the header ${name}.`);
    if (!dropped.has(lower) && lower !== (toAws ? "referer" : "via")) headers[name] = value;
  }
  return { ...mapped, headers };
}

/** What a proxy's request does not have of the client's. */
export const notForwarded: ReadonlySet<string> = new Set(["content-encoding", "via"]);

const remapped: ReadonlySet<string> = new Set(["connection", "content-length", "date", "server"]);
const remappedOfMapping: ReadonlySet<string> = new Set([
  ...["connection", "content-length", "date", "server", "authorization", "content-md5", "expect", "host"],
  ...["max-forwards", "proxy-authenticate", "trailer", "upgrade", "user-agent", "www-authenticate"],
]);

/** The name that an answer's header has for the client; undefined for one that it does not get. */
export function nameOfAnswer(name: string, isMapped: boolean): string | undefined {
  if (name === "transfer-encoding") return undefined;
  return (isMapped ? remappedOfMapping : remapped).has(name) ? `x-amzn-remapped-${name}` : name;
}

const written: ReadonlyMap<string, string> = new Map([
  ["content-type", "Content-Type"],
  ["x-amzn-trace-id", "X-Amzn-Trace-Id"],
  ["x-amzn-requestid", "x-amzn-RequestId"],
  ["x-amzn-errortype", "x-amzn-ErrorType"],
]);

/** The API's own headers as AWS writes them. */
export function asWritten(headers: AnswerHeaders): AnswerHeaders {
  const made: AnswerHeaders = Object.create(null);
  for (const name in headers) {
    const known = written.get(name) ?? (name.startsWith("x-amzn-remapped-") ? remappedName(name) : name);
    made[known] = headers[name] ?? "";
  }
  return made;
}

function remappedName(name: string): string {
  const rest = name.slice("x-amzn-remapped-".length);
  if (rest === "x-amzn-requestid") return "x-amzn-Remapped-x-amzn-RequestId";
  const capitalized = rest.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
  return `x-amzn-Remapped-${capitalized.replace("Md5", "MD5").replace("Www-", "WWW-")}`;
}

/** A proxy's answer for the client. `ofEndpoint`: of another server, whose encoding has been undone and whose own id is not the API's. */
export function remapAnswer(headers: AnswerHeaders, ofEndpoint: boolean): AnswerHeaders {
  const made: AnswerHeaders = Object.create(null);
  for (const name in headers) {
    const value = headers[name] ?? "";
    if (ofEndpoint && name === "via") continue;
    const given = ofEndpoint && name === "x-amzn-requestid" ? `x-amzn-remapped-${name}` : nameOfAnswer(name, false);
    // That it ends after one request is our own wish, not the endpoint's.
    if (given !== undefined) made[given] = ofEndpoint && name === "connection" ? "keep-alive" : value;
  }
  return made;
}
