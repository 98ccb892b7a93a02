import { isHeaderName, isHeaderValue } from "../../../platform/http-header.ts";
import type { ProxyRequest } from "../../http-proxy/proxy-request.ts";
import { type Asked, type Authorized, requestValues } from "./asked.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { parseSource, type RequestValues, valueIn } from "./request-values.ts";

/** `append:header.name`, `overwrite:querystring.name`, `remove:header.name`, `overwrite:path`, `overwrite:statuscode`. */
export interface Mapping {
  readonly action: "append" | "overwrite" | "remove";
  readonly of: "header" | "querystring" | "path" | "statuscode";
  readonly name: string;
}

/** Source: "Transform API requests and responses for HTTP APIs in API Gateway". Undefined for what is none. */
export function parseMapping(key: string): Mapping | undefined {
  const [, action, of, name = ""] =
    /^(append|overwrite|remove):(header|querystring|path|statuscode)(?:\.(.+))?$/.exec(key) ?? [];
  if (of === undefined) return undefined;
  const isWhole = of === "path" || of === "statuscode";
  if (isWhole !== (name === "") || (isWhole && action !== "overwrite")) return undefined;
  return { action, of, name: of === "header" ? name.toLowerCase() : name } as Mapping;
}

/** Headers that nobody may change. */
const reserved =
  /^(?:access-control-.*|apigw-.*|authorization|connection|content-encoding|content-length|content-location|forwarded|host|keep-alive|origin|proxy-.*|te|trailer|transfer-encoding|upgrade|x-amz-.*|x-amzn-.*|x-forwarded-.*|via)$/;

export function isReserved(header: string): boolean {
  return reserved.test(header);
}

/** The value of a mapping: one expression, or a text with expressions as `${request.header.name}` in it. */
export function resolve(text: string, values: RequestValues): string {
  const whole = parseSource(text);
  if (whole) return valueIn(whole, values) ?? "";
  return text.replace(/\$\{([^{}]+)\}/g, (_, expression: string) => {
    const source = parseSource(`$${expression}`);
    return source ? (valueIn(source, values) ?? "") : "";
  });
}

/** The request as the integration is given it. */
export function changeRequest(
  asked: Asked,
  authorized: Authorized,
  parameters: Readonly<Record<string, string>> | undefined,
): Asked {
  if (!parameters || Object.keys(parameters).length === 0) return asked;
  const values = requestValues(asked, authorized);
  let { path } = asked.request;
  let rawHeaders = [...asked.request.rawHeaders];
  const query = new URLSearchParams(asked.request.rawQuery);
  for (const [key, text] of Object.entries(parameters)) {
    const mapping = parseMapping(key);
    if (!mapping) continue;
    const { action, of, name } = mapping;
    const value = action === "remove" ? "" : resolve(text, values);
    if (of === "path") path = value.startsWith("/") ? value : `/${value}`;
    else if (of === "header") rawHeaders = withHeader(rawHeaders, action, name, value);
    else if (action === "append") query.append(name, value);
    else if (action === "overwrite") query.set(name, value);
    else query.delete(name);
  }
  const hasQuery = Object.keys(parameters).some((key) => key.includes(":querystring."));
  const request: ProxyRequest = {
    ...asked.request,
    path,
    rawHeaders,
    rawQuery: hasQuery ? query.toString() : asked.request.rawQuery,
  };
  return { ...asked, request };
}

function withHeader(headers: readonly string[], action: Mapping["action"], name: string, value: string): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const isIt = headers[at]?.toLowerCase() === name;
    if (!isIt || action === "append") kept.push(headers[at] ?? "", headers[at + 1] ?? "");
  }
  return action === "remove" || !isHeaderValue(value) ? kept : [...kept, name, value];
}

/** The answer as the client is given it, by the status that the integration answered. */
export function changeAnswer(
  answer: HttpAnswer,
  asked: Asked,
  authorized: Authorized,
  parameters: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined,
): HttpAnswer {
  const ofStatus = parameters?.[String(answer.status)];
  if (!ofStatus) return answer;
  const values = requestValues(asked, authorized);
  const headers = { ...answer.headers };
  let { status } = answer;
  for (const [key, text] of Object.entries(ofStatus)) {
    const mapping = parseMapping(key);
    if (!mapping) continue;
    const value = mapping.action === "remove" ? "" : resolveOfAnswer(text, values, answer);
    if (mapping.of === "statuscode") status = /^[2-5]\d\d$/.test(value) ? Number(value) : status;
    if (mapping.of !== "header" || !isHeaderName(mapping.name)) continue;
    const former = headers[mapping.name];
    if (mapping.action !== "append") delete headers[mapping.name];
    if (mapping.action === "remove" || !isHeaderValue(value)) continue;
    headers[mapping.name] = mapping.action === "append" && former !== undefined ? `${former},${value}` : value;
  }
  return { ...answer, status, headers };
}

/** `$response.header.NAME` and `$response.body.PATH` besides what the request has. */
function resolveOfAnswer(text: string, values: RequestValues, { headers, body }: HttpAnswer): string {
  const ofAnswer: RequestValues = {
    ...values,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    request: { ...values.request, body },
  };
  const isOfAnswer = /^\$response\.(header|body)\./.test(text);
  if (isOfAnswer) return resolve(text.replace("$response.", "$request."), ofAnswer);
  const inside = text.replace(/\$\{response\.((?:header|body)\.[^{}]+)\}/g, (_, rest: string) =>
    resolve(`$request.${rest}`, ofAnswer),
  );
  return resolve(inside, values);
}
