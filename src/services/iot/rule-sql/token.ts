import { SqlSyntaxError } from "./sql-error.ts";
import { sqlLimits } from "./sql-limits.ts";

export interface Token {
  readonly kind: "name" | "variable" | "text" | "number" | "symbol" | "end";
  /** A text without its quotes; a name as it stands. */
  readonly text: string;
  /** Where it begins and ends in the statement. */
  readonly from: number;
  readonly to: number;
}

const blank = /\s*/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const variable = /@[A-Za-z0-9_]+/y;
const number = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const symbol = /<>|!=|<=|>=|[-+*/%=<>(),.{}[\]:–]/y;

/** Reads a statement token by token. Throws SqlSyntaxError. */
export class Tokens {
  readonly source: string;
  #at = 0;
  #next: Token;

  constructor(source: string) {
    if (source.length > sqlLimits.statementCharacters) throw new SqlSyntaxError("the statement is too long");
    this.source = source;
    this.#next = this.#read();
  }

  get next(): Token {
    return this.#next;
  }

  take(): Token {
    const token = this.#next;
    this.#next = this.#read();
    return token;
  }

  /** Whether the next is that symbol or word, which is taken then. */
  takeIf(wanted: string): boolean {
    if (!this.is(wanted)) return false;
    this.take();
    return true;
  }

  is(wanted: string): boolean {
    const { kind, text } = this.#next;
    return (kind === "symbol" && text === wanted) || (kind === "name" && text.toLowerCase() === wanted);
  }

  expect(wanted: string): void {
    if (!this.takeIf(wanted)) throw this.unexpected(`'${wanted.toUpperCase()}'`);
  }

  unexpected(wanted: string): SqlSyntaxError {
    const { kind, text, from } = this.#next;
    const found = kind === "end" ? "the end of the statement" : `'${text.slice(0, 40)}' at character ${from + 1}`;
    return new SqlSyntaxError(`Expected ${wanted} but found ${found}`);
  }

  /** A topic filter that stands without quotes: all up to the next blank. The next token has not been taken. */
  takeBareWord(): string {
    const { from } = this.#next;
    const word = /\S*/y;
    word.lastIndex = from;
    const [text = ""] = word.exec(this.source) ?? [];
    this.#at = from + text.length;
    this.#next = this.#read();
    return text;
  }

  #read(): Token {
    this.#at += this.#match(blank).length;
    const from = this.#at;
    const { source } = this;
    if (from >= source.length) return { kind: "end", text: "", from, to: from };
    const quote = source[from] as string;
    if (quote === "'" || quote === '"') return this.#readText(quote, from);
    const kinds = [
      ["name", name],
      ["variable", variable],
      ["number", number],
      ["symbol", symbol],
    ] as const;
    for (const [kind, pattern] of kinds) {
      const text = this.#match(pattern);
      if (text === "") continue;
      this.#at = from + text.length;
      // The manual's own example has a dash of typography for a minus.
      return { kind, text: text === "–" ? "-" : text === "!=" ? "<>" : text, from, to: this.#at };
    }
    // Not refused before it is asked for: a topic filter without quotes may hold any character.
    this.#at = from + 1;
    return { kind: "symbol", text: quote, from, to: this.#at };
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.source)?.[0] ?? "";
  }

  /** A quote within is doubled, or has a backslash before it; other backslashes stand for themselves, as regular expressions want them. */
  #readText(quote: string, from: number): Token {
    const parts: string[] = [];
    let start = from + 1;
    for (let at = start; at < this.source.length; at++) {
      const isEscaped = this.source[at] === "\\" && this.source[at + 1] === quote;
      if (!isEscaped && this.source[at] !== quote) continue;
      if (!isEscaped && this.source[at + 1] !== quote) {
        parts.push(this.source.slice(start, at));
        this.#at = at + 1;
        return { kind: "text", text: parts.join(""), from, to: this.#at };
      }
      parts.push(this.source.slice(start, at), quote);
      at++;
      start = at + 1;
    }
    throw new SqlSyntaxError(`The text that begins at character ${from + 1} has no end`);
  }
}
