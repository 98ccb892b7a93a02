import { valueAt } from "../templates/json-path.ts";
import { fromJson, type TemplateObject, type TemplateValue, toJson, toText } from "../templates/template-values.ts";
import { ofOwn, type RequestValues } from "./parameters.ts";

/** The variables of a mapping template. Source: "Variables for data transformations for API Gateway". */
export function templateScope(
  values: RequestValues,
  body: Buffer,
  overrides: Map<string, TemplateValue>,
): ReadonlyMap<string, TemplateValue> {
  const context = fromJson(values.context) as Map<string, TemplateValue>;
  // To templates who is nobody has an empty name.
  const identity = context.get("identity");
  if (identity instanceof Map) for (const [name, value] of identity) identity.set(name, value ?? "");
  for (const [name, value] of overrides) context.set(name, value);
  return new Map<string, TemplateValue>([
    ["input", inputOf(values, body)],
    ["context", context],
    ["stageVariables", fromJson({ ...values.asked.stageVariables })],
    ["util", util],
  ]);
}

function inputOf(values: RequestValues, body: Buffer): TemplateObject {
  const text = body.toString();
  let parsed: TemplateValue;
  let isParsed = false;
  const root = (): TemplateValue => {
    if (!isParsed) {
      isParsed = true;
      try {
        parsed = fromJson(JSON.parse(text));
      } catch {
        // A body that is no JSON is one text.
        parsed = text === "" ? new Map() : text;
      }
    }
    return parsed;
  };
  const found = (path: TemplateValue) => (toText(path) === "$" ? root() : valueAt(root(), toText(path)));
  return {
    get: (property) => (property === "body" ? text : undefined),
    call: (method, [first]) => {
      if (method === "json") {
        const value = found(first);
        return value === undefined ? '""' : toJson(value);
      }
      if (method === "path") return found(first);
      if (method !== "params") return undefined;
      return first === undefined ? allParameters(values) : parameter(values, toText(first));
    },
  };
}

/** Path before query before header; one that is not there is empty. */
function parameter({ asked, query, headers }: RequestValues, name: string): string {
  return (
    ofOwn(asked.pathParameters, name) ??
    query.getAll(name).at(-1) ??
    ofOwn(headersAsWritten(asked.request.rawHeaders), name) ??
    ofOwn(headers, name.toLowerCase()) ??
    ""
  );
}

function allParameters({ asked, query }: RequestValues): TemplateValue {
  return fromJson({
    path: asked.pathParameters ?? {},
    querystring: Object.fromEntries(query),
    header: headersAsWritten(asked.request.rawHeaders),
  });
}

function headersAsWritten(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers[rawHeaders[at] ?? ""] = rawHeaders[at + 1] ?? "";
  return headers;
}

const util: TemplateObject = {
  get: () => undefined,
  call: (method, [first]) => {
    const text = toText(first);
    switch (method) {
      case "escapeJavaScript":
        return JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'").replaceAll("/", "\\/");
      case "parseJson":
        try {
          return fromJson(JSON.parse(text));
        } catch {
          return undefined;
        }
      case "urlEncode":
        return encodeURIComponent(text)
          .replaceAll("%20", "+")
          .replace(/[!'()~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
      case "urlDecode":
        try {
          return decodeURIComponent(text.replaceAll("+", " "));
        } catch {
          return text;
        }
      case "base64Encode":
        return Buffer.from(text).toString("base64");
      case "base64Decode":
        return Buffer.from(text, "base64").toString();
      default:
        return undefined;
    }
  },
};
