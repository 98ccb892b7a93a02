import { invalidRequest } from "../errors.ts";
import type { Trace } from "../traces/trace.ts";
import { annotationsNamed, booleans, numbers, type Subject, strings } from "./keywords.ts";

type Test = (subject: Subject) => boolean;
type Value = string | number | boolean;

/** More brackets and negations within one another are no one's. */
const mostDepth = 50;

/**
 * A filter expression as a function: keywords of the trace, `service("name") { … }`, `edge("from", "to") { … }`, `annotation[key]`, joined by AND, OR, `!`
 * and brackets. Source: "Using filter expressions". Throws InvalidRequestException.
 */
export function parseFilter(expression: string): (trace: Trace) => boolean {
  const parser = new Parser(expression);
  const test = parser.whole();
  return (trace) => test({ trace, segments: trace.segments });
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(expression: string) {
    this.#tokens = [...expression.matchAll(tokenPattern)]
      .map(([token]) => token.trim())
      .filter((token) => token !== "");
  }

  whole(): Test {
    const test = this.#either();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return test;
  }

  #either(): Test {
    const tests = [this.#both()];
    while (this.#takeWord("OR")) tests.push(this.#both());
    return (subject) => tests.some((test) => test(subject));
  }

  #both(): Test {
    const tests = [this.#one()];
    while (this.#takeWord("AND")) tests.push(this.#one());
    return (subject) => tests.every((test) => test(subject));
  }

  #one(): Test {
    if (++this.#depth > mostDepth) throw invalidRequest("FilterExpression is nested too deeply");
    const test = this.#single();
    this.#depth--;
    return test;
  }

  #single(): Test {
    if (this.#take("!")) {
      const test = this.#one();
      return (subject) => !test(subject);
    }
    if (this.#take("(")) return this.#until(")");
    const word = this.#next();
    const keyword = word.toLowerCase();
    if (keyword === "service") return this.#service();
    if (keyword === "edge") return this.#edge();
    if (keyword === "annotation" || keyword.startsWith("annotation.")) return this.#annotation(word);
    const boolean = booleans.get(keyword);
    if (boolean) return this.#boolean(boolean);
    const number = numbers.get(keyword);
    if (number) return this.#compared((subject) => number(subject));
    const string = strings.get(keyword);
    if (string) return this.#compared((subject) => string(subject));
    throw invalidRequest(`Invalid filter expression: the keyword ${word} is not known`);
  }

  #boolean(isTrue: Test): Test {
    const operator = this.#take("=") ? "=" : this.#take("!=") ? "!=" : undefined;
    if (operator === undefined) return isTrue;
    const wanted = this.#value() === (operator === "=");
    return (subject) => isTrue(subject) === wanted;
  }

  #service(): Test {
    const name = this.#arguments(1)[0];
    const within = this.#braces();
    return ({ trace, segments }) => {
      const own = segments.filter((segment) => name === undefined || segment.name === name);
      return own.some((segment) => within({ trace, segments: [segment] }));
    };
  }

  #edge(): Test {
    const [from, to] = this.#arguments(2);
    const within = this.#braces();
    return ({ trace, segments }) => {
      const calls = segments.filter((segment) => {
        const caller = segment.parent_id === undefined ? undefined : trace.owners.get(segment.parent_id);
        return (
          (to === undefined || segment.name === to) &&
          caller !== undefined &&
          (from === undefined || caller.name === from)
        );
      });
      return calls.some((segment) => within({ trace, segments: [segment] }));
    };
  }

  #annotation(word: string): Test {
    let key = word.slice("annotation.".length);
    if (word.toLowerCase() === "annotation") {
      this.#expect("[");
      key = unquoted(this.#next());
      this.#expect("]");
    }
    if (!operators.has(this.#peek()?.toUpperCase() ?? ""))
      return ({ segments }) => annotationsNamed(segments, key).length > 0;
    return this.#compared(({ segments }) => annotationsNamed(segments, key));
  }

  /** By the operator and the value that follow: true if any of the values is so. */
  #compared(valuesOf: (subject: Subject) => readonly Value[]): Test {
    const operator = operators.get(this.#next().toUpperCase());
    if (!operator) throw this.#unexpected(-1);
    const wanted = this.#value();
    return (subject) => valuesOf(subject).some((value) => operator(value, wanted));
  }

  #value(): Value {
    const token = this.#next();
    if (/^["']/.test(token)) return unquoted(token);
    if (/^(?:true|false)$/i.test(token)) return token.toLowerCase() === "true";
    const number = Number(token);
    if (Number.isNaN(number)) throw this.#unexpected(-1);
    return number;
  }

  /** Names of services in brackets; undefined is any. */
  #arguments(most: number): (string | undefined)[] {
    const names: (string | undefined)[] = [];
    this.#expect("(");
    while (!this.#take(")")) {
      if (names.length > 0) this.#expect(",");
      names.push(this.#name());
      if (names.length > most) throw this.#unexpected(-1);
    }
    return names;
  }

  /** `"name"`, or `id(name: "name", …)`, of which the name counts. */
  #name(): string | undefined {
    if (!this.#takeWord("ID")) return unquoted(this.#next());
    let name: string | undefined;
    this.#expect("(");
    while (!this.#take(")")) {
      this.#take(",");
      const key = this.#next().toLowerCase();
      this.#expect(":");
      const value = unquoted(this.#next());
      if (key === "name") name = value;
      else throw invalidRequest(`Squall does not support ${key} in id() of a filter expression yet.`);
    }
    return name;
  }

  #braces(): Test {
    return this.#take("{") ? this.#until("}") : () => true;
  }

  #until(end: string): Test {
    const test = this.#either();
    this.#expect(end);
    return test;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #next(): string {
    const token = this.#peek();
    if (token === undefined) throw invalidRequest("Invalid filter expression: it ends too early");
    this.#at++;
    return token;
  }

  #take(token: string): boolean {
    if (this.#peek() !== token) return false;
    this.#at++;
    return true;
  }

  #takeWord(word: string): boolean {
    if (this.#peek()?.toUpperCase() !== word) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#unexpected();
  }

  #unexpected(offset = 0): Error {
    return invalidRequest(`Invalid filter expression: ${this.#tokens[this.#at + offset] ?? "its end"} is not expected`);
  }
}

/** Words and numbers, quoted texts, operators; anything else by itself, which nothing expects. */
const tokenPattern = /\s+|"[^"]*"|'[^']*'|!=|<=|>=|[=<>!(){}[\],:]|[\w.-]+|./g;

const operators = new Map<string, (value: Value, wanted: Value) => boolean>([
  ["=", (value, wanted) => value === wanted],
  ["!=", (value, wanted) => value !== wanted],
  ["<", (value, wanted) => value < wanted],
  ["<=", (value, wanted) => value <= wanted],
  [">", (value, wanted) => value > wanted],
  [">=", (value, wanted) => value >= wanted],
  ["CONTAINS", (value, wanted) => String(value).includes(String(wanted))],
  ["BEGINSWITH", (value, wanted) => String(value).startsWith(String(wanted))],
  ["ENDSWITH", (value, wanted) => String(value).endsWith(String(wanted))],
]);

function unquoted(token: string): string {
  return /^["']/.test(token) ? token.slice(1, -1) : token;
}
