import { valueAt } from "../../execute-api/templates/json-path.ts";
import { type TemplateValue, toText } from "../../execute-api/templates/template-values.ts";

/** Texts and the variables between them: `${request.body.version}-beta`. */
export type Selection = readonly (string | Variable)[];

interface Variable {
  /** `request.body.action`, without the `$`. */
  readonly variable: string;
}

/** What a variable is looked up in. */
export interface Selectable {
  /** By what stands behind `request.body.`: JSON, if the body is any. */
  readonly body: TemplateValue;
  /** Any other variable. */
  readonly value: (variable: string) => string | undefined;
}

/** Undefined for what is no selection expression. Source: "WebSocket selection expressions". */
export function parseSelection(expression: string): Selection | undefined {
  if (expression === "" || expression.length > longestCharacters) return undefined;
  const parts: (string | Variable)[] = [];
  const pattern = new RegExp(part);
  while (pattern.lastIndex < expression.length) {
    const match = pattern.exec(expression);
    if (!match) return undefined;
    const [, text, escaped, braced, plain] = match;
    const variable = braced ?? plain;
    if (variable === undefined) parts.push(text ?? escaped ?? "");
    else if (isVariable.test(variable)) parts.push({ variable });
    else return undefined;
  }
  return parts;
}

const longestCharacters = 1_024;
/** A text, an escaped `$`, `${variable}`, `$variable`. */
const part = /([^$\\]+)|\\(.)|\$\{([^{}]+)\}|\$([\w.[\]'*-]+)/y;
const isVariable = /^(?:request\.(?:body|header|querystring)|integration\.response|context|stageVariables|default)\b/;

/** The key that an expression gives; what the request has nothing of is empty. `$default`, unescaped, is itself. */
export function select(selection: Selection, { body, value }: Selectable): string {
  let text = "";
  for (const each of selection) {
    if (typeof each === "string") text += each;
    else if (each.variable === "default") text += "$default";
    else if (/^request\.body\b/.test(each.variable)) text += ofBody(body, each.variable.slice("request.body".length));
    else text += value(each.variable) ?? "";
  }
  return text;
}

function ofBody(body: TemplateValue, path: string): string {
  const value = path === "" ? body : valueAt(body, `$${path}`);
  return value === undefined || value === null ? "" : toText(value);
}
