import { templateInput, templateUtil } from "../../execute-api/templates/template-scope.ts";
import { fromJson, type TemplateValue } from "../../execute-api/templates/template-values.ts";
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
    ["input", templateInput(body, (name) => (name === undefined ? allParameters(values) : parameter(values, name)))],
    ["context", context],
    ["stageVariables", fromJson({ ...values.asked.stageVariables })],
    ["util", templateUtil],
  ]);
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
