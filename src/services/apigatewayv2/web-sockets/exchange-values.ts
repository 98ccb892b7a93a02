import { ownValue } from "../../../platform/own-value.ts";
import { valueAt } from "../../execute-api/templates/json-path.ts";
import { templateInput, templateUtil } from "../../execute-api/templates/template-scope.ts";
import { fromJson, type TemplateValue, toText } from "../../execute-api/templates/template-values.ts";
import type { Exchange } from "./exchange.ts";
import type { Selectable } from "./selection-expression.ts";

/** An exchange as selection expressions see it. */
export function selectable(exchange: Exchange): Selectable {
  return {
    body: parsed(exchange.body),
    value: (expression) => {
      const [, of = "", name = ""] =
        /^(request\.header|request\.querystring|context|stageVariables)\.(.+)$/.exec(expression) ?? [];
      return of === "" ? undefined : variable(exchange, of.replace("request.", "") as "header", name);
    },
  };
}

/** What a parameter is mapped from. Source: "Set up data mapping for WebSocket APIs in API Gateway". */
export function mappedValue(source: string, exchange: Exchange): string | undefined {
  if (source.startsWith("'")) return source.slice(1, -1);
  const ofBody = /^route\.request\.body(?:\.(.+))?$/.exec(source);
  if (ofBody) {
    if (ofBody[1] === undefined) return exchange.body.toString();
    const value = valueAt(parsed(exchange.body), `$.${ofBody[1].replace(/^\$\.?/, "")}`);
    return value === undefined ? undefined : toText(value);
  }
  const [, of = "", name = ""] =
    /^(?:route\.request\.)?(header|multivalueheader|querystring|multivaluequerystring|context|stageVariables)\.(.+)$/.exec(
      source,
    ) ?? [];
  return variable(exchange, of as "header", name);
}

type Of = "header" | "multivalueheader" | "querystring" | "multivaluequerystring" | "context" | "stageVariables";

function variable({ values, context, stage }: Exchange, of: Of, name: string): string | undefined {
  switch (of) {
    case "header":
      return byName(values.headers, name);
    case "multivalueheader":
      return byName(values.multiValueHeaders, name)?.join(",");
    case "querystring":
      return ownValue(values.queryStringParameters ?? undefined, name);
    case "multivaluequerystring":
      return ownValue(values.multiValueQueryStringParameters ?? undefined, name)?.join(",");
    case "stageVariables":
      return ownValue(stage.stage.StageVariables, name);
    case "context": {
      const value = valueAt(fromJson(context), `$.${name}`);
      return value === undefined ? undefined : toText(value);
    }
    default:
      return undefined;
  }
}

/** However its name is written. */
function byName<T>(headers: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  const lower = name.toLowerCase();
  for (const given in headers) if (given.toLowerCase() === lower) return headers[given];
  return undefined;
}

/** JSON; anything else is nothing that a path leads into. */
export function parsed(body: Buffer): TemplateValue {
  try {
    return fromJson(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}

/** The variables of a mapping template, of a message or of what the integration has answered. */
export function templateScope(exchange: Exchange, body: Buffer): ReadonlyMap<string, TemplateValue> {
  const { values, context, stage } = exchange;
  const params = (name: string | undefined): TemplateValue => {
    if (name !== undefined) return variable(exchange, "querystring", name) ?? variable(exchange, "header", name) ?? "";
    return fromJson({ path: {}, querystring: values.queryStringParameters ?? {}, header: values.headers ?? {} });
  };
  return new Map<string, TemplateValue>([
    ["input", templateInput(body, params)],
    ["context", fromJson(context)],
    ["stageVariables", fromJson({ ...stage.stage.StageVariables })],
    ["util", templateUtil],
  ]);
}
