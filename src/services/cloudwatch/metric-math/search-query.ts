import type { Metric } from "../metrics/metric.ts";
import { ExpressionError } from "./expression.ts";

/** Whether SEARCH finds the metric. */
export type SearchQuery = (metric: Metric) => boolean;

/**
 * SEARCH's first parameter: an optional schema (`{Namespace,Dimension,…}`: exactly these dimensions), then terms joined by AND
 * (which may be left out), OR and NOT, with parentheses. A term is a word that stands somewhere in the metric's names and values, a
 * quoted text that is one of them, or `Property=…` for one property alone. Source: "Search expression syntax".
 */
export function parseSearchQuery(text: string): SearchQuery {
  const [, schema, rest = text] = /^\s*\{([^}]*)\}(.*)$/s.exec(text) ?? [];
  const isOfSchema = schema === undefined ? () => true : toSchema(schema);
  const tokens = rest.match(/[()]|(?:[\w.:/-]+\s*=\s*)?"[^"]*"|[^\s()"]+/g) ?? [];
  const reader = new TermReader(tokens);
  const isWanted = reader.readOr();
  reader.expectEnd();
  return (metric) => isOfSchema(metric) && isWanted(metric);
}

function toSchema(text: string): SearchQuery {
  const parts = (text.match(/"[^"]*"|[^,]+/g) ?? []).map((part) => part.trim().replaceAll('"', ""));
  const [namespace, ...names] = parts;
  return (metric) =>
    metric.namespace === namespace &&
    metric.dimensions.length === names.length &&
    names.every((name) => metric.dimensions.some(([dimension]) => dimension === name));
}

const mostDepth = 32;

class TermReader {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  readOr(): SearchQuery {
    if (++this.#depth > mostDepth) throw new ExpressionError("The search is nested too deeply");
    const choices = [this.#readAnd()];
    while (this.#take("OR")) choices.push(this.#readAnd());
    this.#depth--;
    return (metric) => choices.some((isWanted) => isWanted(metric));
  }

  expectEnd(): void {
    if (this.#at < this.#tokens.length) throw new ExpressionError(`Unexpected ${this.#tokens[this.#at]} in the search`);
  }

  #readAnd(): SearchQuery {
    const terms: SearchQuery[] = [];
    for (;;) {
      if (this.#take("AND")) continue;
      const token = this.#tokens[this.#at];
      if (token === undefined || token === ")" || token.toUpperCase() === "OR") break;
      terms.push(this.#readTerm());
    }
    return (metric) => terms.every((isWanted) => isWanted(metric));
  }

  #readTerm(): SearchQuery {
    if (this.#take("NOT")) {
      const isWanted = this.#readTerm();
      return (metric) => !isWanted(metric);
    }
    if (this.#take("(")) {
      const inner = this.readOr();
      if (!this.#take(")")) throw new ExpressionError("The search lacks a closing parenthesis");
      return inner;
    }
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new ExpressionError("The search ends too early");
    return toTerm(token);
  }

  #take(word: string): boolean {
    const taken = this.#tokens[this.#at]?.toUpperCase() === word;
    if (taken) this.#at++;
    return taken;
  }
}

function toTerm(token: string): SearchQuery {
  const [, property, text = token] = /^([\w.:/-]+?)\s*=\s*(.*)$/s.exec(token) ?? [];
  const isExact = text.startsWith('"');
  const wanted = text.replaceAll('"', "");
  const lower = wanted.toLowerCase();
  const matches = (value: string) => (isExact ? value === wanted : value.toLowerCase().includes(lower));
  return (metric) => propertiesOf(metric, property).some(matches);
}

function propertiesOf({ namespace, name, dimensions }: Metric, property: string | undefined): readonly string[] {
  if (property === undefined) return [namespace, name, ...dimensions.flat()];
  if (property === "Namespace") return [namespace];
  if (property === "MetricName") return [name];
  return dimensions.filter(([dimension]) => dimension === property.replace(/^:/, "")).map(([, value]) => value);
}
