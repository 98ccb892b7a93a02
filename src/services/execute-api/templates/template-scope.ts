import { valueAt } from "./json-path.ts";
import { fromJson, type TemplateObject, type TemplateValue, toJson, toText } from "./template-values.ts";

/** `$input` of a body. `params` answers `$input.params(…)`, with a name or with none. */
export function templateInput(body: Buffer, params: (name: string | undefined) => TemplateValue): TemplateObject {
  // As recorded: of an empty body templates see an object without members.
  const text = body.length === 0 ? "{}" : body.toString();
  let parsed: TemplateValue;
  let isParsed = false;
  const root = (): TemplateValue => {
    if (!isParsed) {
      isParsed = true;
      try {
        parsed = fromJson(JSON.parse(text));
      } catch {
        // A body that is no JSON is one text.
        parsed = text;
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
      return params(first === undefined ? undefined : toText(first));
    },
  };
}

/** `$util`. Source: "Variables for data transformations for API Gateway". */
export const templateUtil: TemplateObject = {
  get: () => undefined,
  call: (method, [first]) => {
    const text = first === undefined || first === null ? "" : toText(first);
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
