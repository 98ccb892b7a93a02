import { RegexSyntaxError } from "../../regex/parse-regex.ts";
import { compileRegex, type Regex } from "../../regex/regex.ts";
import { malformedQuery, notSupported } from "../errors.ts";

const fieldPath = /(?:`[^`]+`|@{0,2}[\p{L}_][\p{L}\p{N}_]*)(?:\.(?:`[^`]+`|@?[\p{L}\p{N}_]+)|\[\d{1,9}\])*/uy;

/** Reads a query from left to right. What `/` means depends on the place, so tokens are read when it is known what is wanted. */
export class QueryReader {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The place of what comes next. */
  get at(): number {
    this.#skip();
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** What was read since a place, as it was written. */
  since(from: number): string {
    return this.text.slice(from, this.#at).trim();
  }

  /** Whether the sign comes next; then it is read. */
  take(sign: string): boolean {
    if (!this.text.startsWith(sign, this.at)) return false;
    this.#at += sign.length;
    return true;
  }

  expect(sign: string): void {
    if (!this.take(sign)) this.fail();
  }

  /** Whether the word comes next, in any case, as a whole; then it is read. */
  takeWord(word: string): boolean {
    const found = this.#peekWord();
    if (found?.toLowerCase() !== word) return false;
    this.#at += found.length;
    return true;
  }

  /** A command's or function's name. */
  word(): string | undefined {
    const found = this.#peekWord();
    this.#at += found?.length ?? 0;
    return found;
  }

  /** `name`, `@name`, `a.b.0.c`, `a.b[0].c`; a part with other characters stands between backticks. */
  fieldName(): string | undefined {
    const found = this.match(fieldPath)?.[0];
    return found?.replace(/`/g, "").replace(/\[(\d+)\]/g, ".$1");
  }

  /** A text between quotes of either kind, in which a backslash stands before a quote or itself. */
  quoted(): string | undefined {
    const found = this.match(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy);
    if (!found && /["']/.test(this.text[this.at] ?? "")) this.fail();
    return (found?.[1] ?? found?.[2])?.replace(/\\(["'\\])/g, "$1");
  }

  /** `/an expression/`, in which `\/` is a slash. */
  regex(): Regex | undefined {
    const from = this.at;
    const found = this.match(/\/((?:[^/\\\n]|\\.)+)\//y)?.[1];
    return found === undefined ? undefined : this.compile(found.replace(/\\\//g, "/"), from);
  }

  compile(source: string, from: number): Regex {
    try {
      return compileRegex(source);
    } catch (error) {
      if (error instanceof RegexSyntaxError) throw malformedQuery(error.message, from, this.#at);
      throw error;
    }
  }

  /** What a sticky expression finds here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  /** What comes next does not belong here. */
  fail(): never {
    const from = this.at;
    const [symbol = ""] = /^(?:[\w@.]+|.)/s.exec(this.text.slice(from, from + 50)) ?? [];
    const before = this.text.slice(0, from).split("\n");
    const place = `at line ${before.length} and position ${before.at(-1)?.length ?? 0}`;
    const message = symbol ? `unexpected symbol found ${symbol} ${place}` : `unexpected end of the query ${place}`;
    throw malformedQuery(message, from, from + symbol.length);
  }

  /** The query is read, but what it says cannot be. */
  failAt(from: number, message: string): never {
    throw malformedQuery(message, from, this.#at);
  }

  refuse(what: string): never {
    throw notSupported(what);
  }

  #peekWord(): string | undefined {
    const expression = /[A-Za-z_][A-Za-z0-9_]*(?![\w@.])/y;
    expression.lastIndex = this.at;
    return expression.exec(this.text)?.[0];
  }

  /** Spaces, and comments from `#` to the line's end. */
  #skip(): void {
    const expression = /(?:\s|#[^\n]*(?:\n|$))*/y;
    expression.lastIndex = this.#at;
    this.#at += expression.exec(this.text)?.[0].length ?? 0;
  }
}
