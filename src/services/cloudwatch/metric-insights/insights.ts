import { ExpressionError } from "../metric-math/expression.ts";

/** A query over many metrics at once, parsed. Source: "Metrics Insights query components and syntax". */
export interface Insights {
  /** What makes one value of all that the metrics have in a period; a statistic's name. */
  readonly statistic: string;
  readonly metricName: string;
  readonly namespace: string;
  /** Metrics that have these dimensions and no others; undefined for any. */
  readonly dimensions: readonly string[] | undefined;
  readonly conditions: readonly InsightsCondition[];
  readonly groupBy: readonly string[];
  readonly orderBy: { readonly statistic: string; readonly isDescending: boolean } | undefined;
  readonly limit: number | undefined;
}

export interface InsightsCondition {
  readonly label: string;
  readonly isEqual: boolean;
  readonly value: string;
}

export function isInsights(text: string): boolean {
  return /^\s*SELECT\b/i.test(text);
}

/** Throws ExpressionError. Keywords are of any case, names are not. */
export function toInsights(text: string): Insights {
  const tokens = new Tokens(text);
  tokens.keyword("SELECT");
  const statistic = tokens.statistic();
  const metricName = tokens.between(() => tokens.name("a metric"));
  tokens.keyword("FROM");
  const { namespace, dimensions } = source(tokens);
  const conditions = tokens.skip("WHERE") ? tokens.list("AND", () => condition(tokens)) : [];
  const groupBy = tokens.skipBoth("GROUP", "BY") ? tokens.list(",", () => label(tokens)) : [];
  const orderBy = tokens.skipBoth("ORDER", "BY") ? order(tokens) : undefined;
  const limit = tokens.skip("LIMIT") ? tokens.number() : undefined;
  tokens.end();
  return { statistic, metricName, namespace, dimensions, conditions, groupBy, orderBy, limit };
}

function source(tokens: Tokens): Pick<Insights, "namespace" | "dimensions"> {
  if (!tokens.skip("SCHEMA")) return { namespace: tokens.name("a namespace"), dimensions: undefined };
  return tokens.between(() => {
    const [namespace = "", ...dimensions] = tokens.list(",", () => tokens.name("a namespace or a dimension"));
    return { namespace, dimensions };
  });
}

function condition(tokens: Tokens): InsightsCondition {
  const name = label(tokens);
  const isEqual = tokens.skip("=");
  if (!isEqual && !tokens.skip("!=")) throw tokens.unexpected("= or !=");
  return { label: name, isEqual, value: tokens.value() };
}

function label(tokens: Tokens): string {
  const name = tokens.name("a dimension");
  if (/^tag\./i.test(name)) throw new ExpressionError("Squall does not support tags in Metrics Insights queries");
  return name;
}

function order(tokens: Tokens): NonNullable<Insights["orderBy"]> {
  const statistic = tokens.statistic();
  tokens.between(() => undefined);
  const isDescending = tokens.skip("DESC");
  if (!isDescending) tokens.skip("ASC");
  return { statistic, isDescending };
}

const statistics: Readonly<Record<string, string>> = {
  AVG: "Average",
  COUNT: "SampleCount",
  MAX: "Maximum",
  MIN: "Minimum",
  SUM: "Sum",
};

const token = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+)(?![\w.])|([A-Za-z_][\w.]*)|(!=|[=(),]))/y;

interface Token {
  readonly kind: "quoted" | "value" | "number" | "word" | "sign" | "end";
  readonly text: string;
}

/** The tokens that are left. */
class Tokens {
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(text: string) {
    const rest = new RegExp(token);
    const end = text.trimEnd().length;
    while (rest.lastIndex < end) {
      const at = rest.lastIndex;
      const [, quoted, value, number, word, sign] = rest.exec(text) ?? [];
      if (quoted !== undefined) this.#tokens.push({ kind: "quoted", text: quoted.replace(/\\(.)/g, "$1") });
      else if (value !== undefined) this.#tokens.push({ kind: "value", text: value.replace(/\\(.)/g, "$1") });
      else if (number !== undefined) this.#tokens.push({ kind: "number", text: number });
      else if (word !== undefined) this.#tokens.push({ kind: "word", text: word });
      else if (sign !== undefined) this.#tokens.push({ kind: "sign", text: sign });
      else throw new ExpressionError(`Unexpected character at position ${at + 1}`);
    }
  }

  /** Whether this word or sign is next; it is taken then. */
  skip(text: string): boolean {
    const { kind, text: next } = this.#next();
    const isIt = kind === "sign" ? next === text : kind === "word" && next.toUpperCase() === text;
    if (isIt) this.#at += 1;
    return isIt;
  }

  /** The same for a keyword of two words. */
  skipBoth(first: string, second: string): boolean {
    const isIt = this.skip(first);
    if (isIt) this.keyword(second);
    return isIt;
  }

  keyword(text: string): void {
    if (!this.skip(text)) throw this.unexpected(text);
  }

  between<T>(inside: () => T): T {
    this.keyword("(");
    const value = inside();
    this.keyword(")");
    return value;
  }

  list<T>(separator: string, item: () => T): T[] {
    const items = [item()];
    while (this.skip(separator)) items.push(item());
    return items;
  }

  name(what: string): string {
    return this.#take(what, "word", "quoted");
  }

  value(): string {
    return this.#take("a value in single quotes", "value");
  }

  number(): number {
    return Number(this.#take("a number", "number"));
  }

  statistic(): string {
    const name = this.#take("a function", "word").toUpperCase();
    if (Object.hasOwn(statistics, name)) return statistics[name] as string;
    throw new ExpressionError(`Unknown function ${name}: there are AVG, COUNT, MAX, MIN and SUM`);
  }

  end(): void {
    if (this.#next().kind !== "end") throw this.unexpected("the end of the query");
  }

  unexpected(wanted: string): ExpressionError {
    return new ExpressionError(`Expected ${wanted}, found ${this.#next().text}`);
  }

  #take(what: string, ...kinds: readonly Token["kind"][]): string {
    const { kind, text } = this.#next();
    if (!kinds.includes(kind)) throw this.unexpected(what);
    this.#at += 1;
    return text;
  }

  #next(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "the end of the query" };
  }
}
