import { valueAt } from "../../execute-api/templates/json-path.ts";
import { fromJson, toText } from "../../execute-api/templates/template-values.ts";
import { toEventHeaders } from "../../http-proxy/proxy-request.ts";
import { type Asked, contextValue } from "./asked.ts";

/** What of a request a parameter names. */
export interface RequestValues {
  readonly asked: Asked;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly context: Readonly<Record<string, unknown>>;
}

/** What an integration's parameters make of a request. */
export interface MappedParameters {
  readonly headers: Record<string, string>;
  readonly query: Record<string, string>;
  readonly path: Record<string, string>;
}

export function requestValues(asked: Asked, context: Readonly<Record<string, unknown>>): RequestValues {
  const { request } = asked;
  return { asked, headers: toEventHeaders(request), query: new URLSearchParams(request.rawQuery), context };
}

/**
 * `'text'`, `method.request.header.NAME`, `context.NAME`, `stageVariables.NAME`. Undefined for what the request has nothing of. Source: "Parameter mapping source for
 * API Gateway REST APIs".
 */
export function requestValue(source: string, { asked, headers, query, context }: RequestValues): string | undefined {
  if (source.startsWith("'")) return source.slice(1, -1);
  const [, kind = "", name = ""] =
    /^(?:method\.request\.(header|multivalueheader|querystring|multivaluequerystring|path|body)|(?:context|stageVariables))\.?(.*)$/.exec(
      source,
    ) ?? [];
  if (source.startsWith("context.")) return contextValue(context, name);
  if (source.startsWith("stageVariables.")) return ofOwn(asked.stageVariables, name);
  switch (kind) {
    case "header":
    case "multivalueheader":
      return ofOwn(headers, name.toLowerCase());
    case "querystring":
      return query.getAll(name).at(-1);
    case "multivaluequerystring":
      return query.has(name) ? query.getAll(name).join(",") : undefined;
    case "path":
      return ofOwn(asked.pathParameters, name);
    case "body":
      return bodyValue(asked.request.body, name);
    default:
      return undefined;
  }
}

/** A JSON Path into a body of JSON; the whole without one. */
export function bodyValue(body: Buffer, path: string): string | undefined {
  if (path === "") return body.toString();
  try {
    const value = valueAt(fromJson(JSON.parse(body.toString())), `$.${path.replace(/^\$\.?/, "")}`);
    return value === undefined ? undefined : toText(value);
  } catch {
    return undefined;
  }
}

export function ofOwn(values: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}
