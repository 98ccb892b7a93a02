import { PatternError } from "./pattern-error.ts";

/** What a token is: AWS's words for it are its parser's, Jackson's. */
export type Token = "{" | "}" | "[" | "]" | "name" | "string" | "number" | "true" | "false" | "null" | "end";

const nestingLimit = 1_000;
const expectedValue = "JSON String, Number, Array, Object or token 'null', 'true' or 'false'";

/**
 * The tokens of a JSON text, one by one, with the place that AWS's parser names in its errors: behind the token, and behind the opening quote only of a
 * string whose text nobody has asked for yet; a name has been read when the value behind it is begun.
 */
export class JsonTokens {
  readonly #source: string;
  readonly #showsSource: boolean;
  #position = 0;
  /** A string that has been begun: its text is read when somebody wants it. */
  #pending = false;
  #text = "";
  #name = "";
  #ahead: Token | undefined;
  readonly #open: { readonly isObject: boolean; readonly at: number; members: number }[] = [];

  /** `showsSource`: whether errors quote the text, as AWS's parsers did once and do where it has been read before. */
  constructor(source: string, showsSource = true) {
    this.#source = source;
    this.#showsSource = showsSource;
  }

  /** The text of the last token: a string's without its quotes, a number as it is written. */
  text(): string {
    if (this.#pending) this.#endString();
    return this.#text;
  }

  /** The last name. */
  name(): string {
    return this.#name;
  }

  next(): Token {
    if (this.#ahead !== undefined) {
      const token = this.#ahead;
      this.#ahead = undefined;
      return token;
    }
    if (this.#pending) this.#endString();
    const holder = this.#open.at(-1);
    let code = this.#skipSpace();
    if (Number.isNaN(code)) {
      if (holder) throw this.#endOfInput(holder);
      return "end";
    }
    if (holder && (code === closeBracket || code === closeBrace)) return this.#close(holder, code);
    if (holder && holder.members > 0) {
      if (code !== comma)
        throw this.#unexpected(`was expecting comma to separate ${holder.isObject ? "Object" : "Array"} entries`);
      this.#position += 1;
      code = this.#skipSpace();
    }
    if (!holder) return this.#beginValue(code);
    holder.members += 1;
    if (!holder.isObject) return this.#beginValue(code);
    if (code !== quote) throw this.#unexpected("was expecting double-quote to start field name");
    this.#position += 1;
    this.#name = this.#readString();
    if (this.#skipSpace() !== colon) throw this.#unexpected("was expecting a colon to separate field name and value");
    this.#position += 1;
    this.#ahead = this.#beginValue(this.#skipSpace());
    return "name";
  }

  /** The error of what was read last, in AWS's form: with the text and the place. */
  error(message: string): PatternError {
    return new PatternError(`${message}${this.#place(this.#position)}`);
  }

  #beginValue(code: number): Token {
    switch (code) {
      case openBrace:
      case openBracket: {
        if (this.#open.length >= nestingLimit)
          throw this.error(
            `Document nesting depth (${nestingLimit + 1}) exceeds the maximum allowed (${nestingLimit}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`,
          );
        this.#open.push({ isObject: code === openBrace, at: this.#position, members: 0 });
        this.#position += 1;
        this.#text = code === openBrace ? "{" : "[";
        return this.#text as Token;
      }
      case quote:
        this.#position += 1;
        this.#pending = true;
        return "string";
      default:
        return code === minus || (code >= digit0 && code <= digit9) ? this.#readNumber() : this.#readWord(code);
    }
  }

  #close(holder: { readonly isObject: boolean }, code: number): Token {
    const isBrace = code === closeBrace;
    if (isBrace !== holder.isObject)
      throw this.error(
        `Unexpected close marker '${isBrace ? "}" : "]"}': expected '${holder.isObject ? "}" : "]"}' (for ${holder.isObject ? "Object" : "Array"})`,
      );
    this.#position += 1;
    this.#open.pop();
    this.#text = isBrace ? "}" : "]";
    return this.#text as Token;
  }

  #readNumber(): Token {
    number.lastIndex = this.#position;
    const [text] = number.exec(this.#source) ?? [];
    if (text === undefined) throw this.#unexpected("in numeric value");
    this.#position += text.length;
    this.#text = text;
    const next = this.#source.charCodeAt(this.#position);
    if (!Number.isNaN(next) && !endsNumber.has(next))
      throw this.#unexpected("Expected space separating root-level values");
    return "number";
  }

  #readWord(code: number): Token {
    word.lastIndex = this.#position;
    const [text] = word.exec(this.#source) ?? [];
    if (Number.isNaN(code)) throw this.error("Unexpected end-of-input: expected a value");
    if (text === undefined) throw this.#unexpected(`expected a valid value (${expectedValue})`);
    this.#position += text.length;
    this.#text = text;
    if (text === "true" || text === "false" || text === "null") return text;
    throw this.error(`Unrecognized token '${text.slice(0, 256)}': was expecting (${expectedValue})`);
  }

  #endString(): void {
    this.#pending = false;
    this.#text = this.#readString();
  }

  /** From behind the opening quote to behind the closing one. */
  #readString(): string {
    const begin = this.#position;
    stringEnd.lastIndex = begin;
    if (!stringEnd.test(this.#source)) {
      this.#position = this.#source.length;
      throw this.error("Unexpected end-of-input: was expecting closing quote for a string value");
    }
    this.#position = stringEnd.lastIndex;
    const inside = this.#source.slice(begin, this.#position - 1);
    try {
      return JSON.parse(`"${inside}"`) as string;
    } catch {
      throw this.error("Illegal unquoted character or unrecognized character escape in a string value");
    }
  }

  #skipSpace(): number {
    let code = this.#source.charCodeAt(this.#position);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      this.#position += 1;
      code = this.#source.charCodeAt(this.#position);
    }
    return code;
  }

  #unexpected(what: string): PatternError {
    if (this.#position >= this.#source.length) return this.error(`Unexpected end-of-input: ${what}`);
    const character = String.fromCodePoint(this.#source.codePointAt(this.#position) ?? 0);
    return this.error(`Unexpected character ('${character}' (code ${character.codePointAt(0)})): ${what}`);
  }

  #endOfInput(holder: { readonly isObject: boolean; readonly at: number }): PatternError {
    const start = this.#place(holder.at).trim();
    return this.error(
      `Unexpected end-of-input: expected close marker for ${holder.isObject ? "Object" : "Array"} (start marker ${start})`,
    );
  }

  #place(position: number): string {
    const before = this.#source.slice(0, position);
    const lines = before.split("\n");
    const column = (lines.at(-1)?.length ?? 0) + 1;
    return `\n at [Source: ${this.#showsSource ? this.#shown() : redacted}; line: ${lines.length}, column: ${column}]`;
  }

  #shown(): string {
    const cut = this.#source.length - shownOfSource;
    return `(String)"${this.#source.slice(0, shownOfSource)}"${cut > 0 ? `[truncated ${cut} chars]` : ""}`;
  }
}

/** Characters of the text that an error shows. */
const shownOfSource = 500;
const redacted = "REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled)";

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const digit0 = 0x30;
const digit9 = 0x39;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const endsNumber: ReadonlySet<number> = new Set([0x20, 0x0a, 0x0d, 0x09, comma, closeBracket, closeBrace]);

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /[A-Za-z_$][\w$]*/y;
const stringEnd = /[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
