import { type ProxyRequest, toQueryParameters } from "../../http-proxy/proxy-request.ts";

/** What an expression names: `$request.header.Authorization`, `$context.requestId`, `$stageVariables.name`. */
export interface ValueSource {
  readonly of: "header" | "querystring" | "path-parameter" | "path" | "body" | "context" | "stageVariables";
  /** Empty for the path itself, and the whole body. */
  readonly name: string;
}

/** A request as expressions see it. */
export interface RequestValues {
  readonly request: ProxyRequest;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  readonly stageVariables: Readonly<Record<string, string>> | undefined;
  /** `$context.…`, by its whole name behind the first dot. */
  readonly context: (name: string) => string | undefined;
}

/** Source: "Transform API requests and responses for HTTP APIs in API Gateway"; identity sources are written alike. Undefined for what is none. */
export function parseSource(text: string): ValueSource | undefined {
  const [, of = "", name = ""] =
    /^\$(request\.header|request\.querystring|request\.path|request\.body|context|stageVariables)(?:\.(.+))?$/.exec(
      text,
    ) ?? [];
  if (of === "request.path") return name === "" ? { of: "path", name } : { of: "path-parameter", name };
  // All of the body, as parameters of service integrations have it.
  if (of === "request.body" && name === "") return { of: "body", name };
  if (of === "" || name === "") return undefined;
  if (of === "request.header") return { of: "header", name: name.toLowerCase() };
  return { of: of.replace("request.", "") as ValueSource["of"], name };
}

/** Undefined if the request has none. */
export function valueIn({ of, name }: ValueSource, values: RequestValues): string | undefined {
  switch (of) {
    case "header":
      return own(values.headers, name);
    case "querystring":
      return own(toQueryParameters(values.request.rawQuery), name);
    case "path":
      return values.request.path;
    case "path-parameter":
      return own(values.pathParameters, name);
    case "stageVariables":
      return own(values.stageVariables, name);
    case "context":
      return values.context(name);
    case "body":
      return name === "" ? values.request.body.toString() : bodyValue(values.request.body, name);
  }
}

function own(values: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  return values && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** `$request.body.NAME`: a path of members and positions into a body of JSON. */
function bodyValue(body: Buffer, path: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    return undefined;
  }
  for (const step of path.match(/[^.[\]]+/g) ?? []) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}
