import { matchesWhole } from "../../execute-api/selection-pattern.ts";
import { valueAt } from "../../execute-api/templates/json-path.ts";
import { toText } from "../../execute-api/templates/template-values.ts";
import type { IntegrationResponseRecord } from "../parts/part.ts";
import type { Exchange, Integrated } from "./exchange.ts";
import { parsed, selectable } from "./exchange-values.ts";
import { convert, type IntegrateParts, render, selectTemplate } from "./integrate.ts";
import { parseSelection, select } from "./selection-expression.ts";

/**
 * What goes back to the client on its connection: something only if the route has a response. Source: "Set up route responses for a WebSocket API in API
 * Gateway", "Set up a WebSocket API integration response in API Gateway".
 */
export function routeResponse(
  { templates }: Pick<IntegrateParts, "templates">,
  exchange: Exchange,
  answer: Integrated,
): Buffer | undefined {
  const { route, integration, routeResponses } = exchange.found;
  const isTwoWay = route.RouteResponseSelectionExpression === "$default" && routeResponses.length > 0;
  if (!isTwoWay) return undefined;
  if (integration?.IntegrationType?.endsWith("_PROXY")) return answer.body.length > 0 ? answer.body : undefined;
  const response = findResponse(exchange, answer);
  if (!response) return undefined;
  const template = selectTemplate(response.ResponseTemplates ?? {}, response.TemplateSelectionExpression, exchange);
  if (template === undefined) return convert(answer.body, response.ContentHandlingStrategy);
  return Buffer.from(render(templates, template, exchange, answer.body));
}

/** By the key that the integration's expression gives: the same text, or a pattern that it matches, or `$default`. */
function findResponse(exchange: Exchange, answer: Integrated): IntegrationResponseRecord | undefined {
  const { integration, integrationResponses: all } = exchange.found;
  const expression = integration?.IntegrationResponseSelectionExpression ?? "$integration.response.statuscode";
  const selection = parseSelection(expression) ?? [];
  const { body, value } = selectable(exchange);
  const key = select(selection, { body, value: (variable) => ofAnswer(variable, answer) ?? value(variable) });
  return (
    all.find(({ IntegrationResponseKey: each }) => each === key || matches(each, key)) ??
    all.find(({ IntegrationResponseKey: each }) => each === "$default")
  );
}

function matches(key: string, text: string): boolean {
  const [, pattern] = /^\/(.+)\/$/.exec(key) ?? [];
  return pattern !== undefined && matchesWhole(pattern, text);
}

function ofAnswer(variable: string, { status, headers, body }: Integrated): string | undefined {
  const [, of, name = ""] =
    /^integration\.response\.(statuscode|header|multivalueheader|body)(?:\.(.+))?$/.exec(variable) ?? [];
  if (of === "statuscode") return String(status);
  if (of === "body") {
    const value = name === "" ? body.toString() : valueAt(parsed(body), `$.${name}`);
    return value === undefined ? undefined : toText(value);
  }
  return of === undefined ? undefined : headers[name.toLowerCase()];
}
