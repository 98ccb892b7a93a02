import type { TextTest } from "../../regex/regex-matcher.ts";
import { invalidFilterPattern } from "../errors.ts";
import { limits } from "../limits.ts";
import { compilePatternRegex } from "./pattern-regex.ts";

/** Reads a pattern's text from left to right; what does not fit is AWS's one error for all faults. */
export class PatternReader {
  readonly #text: string;
  #at = 0;
  #regexes = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** How many expressions were read. */
  get regexes(): number {
    return this.#regexes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Gives the number of characters skipped. */
  skipSpace(): number {
    return this.match(/\s*/y)?.length ?? 0;
  }

  /** Whether the token comes next; then it is read. */
  take(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.take(token)) this.fail();
  }

  /** What a sticky expression finds here. */
  match(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  /** `"a phrase"`, in which `\"` and `\\` stand for the characters themselves. An empty one is no phrase. */
  quoted(): string | undefined {
    const found = this.match(/"(?:[^"\\]|\\.)*"/sy);
    if (found === undefined) return this.take('"') ? this.fail() : undefined;
    const phrase = found.slice(1, -1).replace(/\\(["\\])/g, "$1");
    return phrase === "" ? this.fail() : phrase;
  }

  /** `%an expression%` */
  regex(): TextTest | undefined {
    const found = this.match(/%[^%]*%/y);
    if (found === undefined) return this.take("%") ? this.fail() : undefined;
    this.#regexes++;
    if (this.#regexes > limits.regexesPerPattern) this.fail();
    return compilePatternRegex(found.slice(1, -1)) ?? this.fail();
  }

  fail(): never {
    throw invalidFilterPattern();
  }
}
