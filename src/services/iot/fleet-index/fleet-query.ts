import { compileGlob, globParts } from "../../../platform/glob.ts";
import { invalidQuery } from "../errors.ts";

type Test = (fields: ReadonlyMap<string, string>) => boolean;

const mostCharacters = 1_000;
/** Source: "AWS IoT fleet indexing limits and quotas": query terms. */
const mostTerms = 12;

/**
 * A query of fleet indexing: terms `field:value` (with `*` and `?`), `field>number`, `field:[a TO b]`, words by themselves, quoted texts, joined by AND, OR, NOT and parentheses;
 * terms that stand beside one another must all hold. Source: "Query syntax". Throws InvalidQueryException.
 */
export function compileFleetQuery(text: string): Test {
  if (text.length > mostCharacters) throw invalidQuery(`The query has more than ${mostCharacters} characters`);
  const tokens = text.match(tokenPattern) ?? [];
  if (tokens.length === 0 || text.replace(tokenPattern, "").trim() !== "")
    throw invalidQuery(`Cannot parse query: ${text}`);
  const reader = new QueryReader(tokens);
  const test = reader.any();
  if (!reader.isAtEnd) throw invalidQuery(`Cannot parse query: ${text}`);
  return test;
}

const tokenPattern =
  /[()]|(?:-?[\w.$#-]+)?:?(?:\[[^[\]]{0,200} TO [^[\]]{0,200}\]|\{[^{}]{0,200} TO [^{}]{0,200}\}|"[^"]*")|[^\s()"[\]{}]+/g;

class QueryReader {
  readonly #tokens: readonly string[];
  #at = 0;
  #terms = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  any(): Test {
    const tests = [this.#all()];
    while (this.#take("OR")) tests.push(this.#all());
    return (fields) => tests.some((test) => test(fields));
  }

  #all(): Test {
    const tests = [this.#one()];
    for (;;) {
      const next = this.#tokens[this.#at];
      if (next === undefined || next === ")" || next === "OR") break;
      this.#take("AND");
      tests.push(this.#one());
    }
    return (fields) => tests.every((test) => test(fields));
  }

  #one(): Test {
    if (this.#take("NOT")) {
      const test = this.#one();
      return (fields) => !test(fields);
    }
    const token = this.#tokens[this.#at++];
    if (token === undefined || token === ")" || token === "AND" || token === "OR")
      throw invalidQuery(`Cannot parse query: unexpected ${token ?? "end"}`);
    if (token !== "(") return this.#term(token);
    this.#depth += 1;
    if (this.#depth > mostTerms) throw invalidQuery("The query is nested too deeply");
    const test = this.any();
    if (!this.#take(")")) throw invalidQuery("Cannot parse query: a parenthesis is not closed");
    this.#depth -= 1;
    return test;
  }

  #term(token: string): Test {
    this.#terms += 1;
    if (this.#terms > mostTerms) throw invalidQuery(`The query has more than ${mostTerms} terms`);
    if (token.startsWith("-") && token.length > 1) {
      const test = toTest(token.slice(1));
      return (fields) => !test(fields);
    }
    return toTest(token);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }
}

function toTest(token: string): Test {
  const [, field, operator = "", value = ""] = /^([\w.$#-]+)(:|>=|<=|>|<)(.*)$/s.exec(token) ?? [];
  if (field === undefined) {
    const matches = toMatch(token);
    return (fields) => [...fields.values()].some(matches);
  }
  const matches = operator === ":" ? toMatch(value) : toComparison(operator, value);
  return (fields) => {
    const found = fields.get(field);
    return found !== undefined && matches(found);
  };
}

function toMatch(value: string): (text: string) => boolean {
  const [, open, from = "", to = ""] = /^([[{])(.*) TO (.*)[\]}]$/s.exec(value) ?? [];
  if (open !== undefined) {
    const isAbove = from === "*" ? () => true : toComparison(open === "[" ? ">=" : ">", from);
    const isBelow = to === "*" ? () => true : toComparison(open === "[" ? "<=" : "<", to);
    return (text) => isAbove(text) && isBelow(text);
  }
  const isQuoted = value.startsWith('"') && value.endsWith('"') && value.length > 1;
  if (isQuoted) return (text) => text === value.slice(1, -1);
  const comparison = /^(>=|<=|>|<)(.+)$/s.exec(value);
  if (comparison) return toComparison(comparison[1] as string, comparison[2] as string);
  return compileGlob(globParts(value));
}

/** As numbers where both are, else as texts. */
function toComparison(operator: string, value: string): (text: string) => boolean {
  const number = Number(value);
  return (text) => {
    const other = Number(text);
    const areNumbers = value.trim() !== "" && text.trim() !== "" && !Number.isNaN(number) && !Number.isNaN(other);
    const order = areNumbers ? other - number : text < value ? -1 : text > value ? 1 : 0;
    if (operator === ">") return order > 0;
    if (operator === ">=") return order >= 0;
    return operator === "<" ? order < 0 : order <= 0;
  };
}
