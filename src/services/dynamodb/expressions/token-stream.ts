import type { PathElement } from "./document-path.ts";
import { ExpressionError } from "./expression-error.ts";
import { expressionLimits } from "./limits.ts";

export interface Token {
  /** What stands for itself has itself as its kind; a character that begins nothing is `unknown`. */
  readonly kind: "identifier" | "name" | "value" | "number" | "symbol" | "unknown" | "end";
  readonly text: string;
  readonly start: number;
}

/** The tokens of an expression's text, with what every expression is made of: document paths, and AWS's word for what does not fit. */
export class TokenStream {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #position = 0;

  /** Throws where the text is empty or longer than AWS allows. */
  constructor(source: string) {
    const size = Buffer.byteLength(source);
    if (size > expressionLimits.sizeBytes)
      throw new ExpressionError(`Expression size has exceeded the maximum allowed size; expression size: ${size}`);
    if (source.trim() === "") throw new ExpressionError("The expression can not be empty;");
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  peek(): Token {
    return this.#tokens[this.#position]!;
  }

  /** The one behind the next. */
  peekSecond(): Token {
    return this.#tokens[Math.min(this.#position + 1, this.#tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.#position += 1;
    return token;
  }

  /** Takes the symbol if it is the next token. */
  takes(symbol: string): boolean {
    const token = this.peek();
    if (token.kind !== "symbol" || token.text !== symbol) return false;
    this.#position += 1;
    return true;
  }

  /** Takes the word, however it is written, if it is the next token. */
  takesWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.#position += 1;
    return true;
  }

  isWord(word: string): boolean {
    const { kind, text } = this.peek();
    return kind === "identifier" && text.length === word.length && text.toUpperCase() === word;
  }

  expect(symbol: string): void {
    if (!this.takes(symbol)) throw this.syntaxError();
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") throw this.syntaxError();
  }

  /** A document path; `isKeyword` says of the words that have a meaning of their own there. */
  path(isKeyword: (word: string) => boolean): PathElement[] {
    return this.morePath([this.#element(isKeyword)], isKeyword);
  }

  /** What follows the beginning of a path. */
  morePath(path: PathElement[], isKeyword: (word: string) => boolean): PathElement[] {
    for (;;) {
      if (this.takes(".")) path.push(this.#element(isKeyword));
      else if (this.takes("[")) {
        const token = this.next();
        if (token.kind !== "number") throw this.syntaxError(token);
        this.expect("]");
        const index = Number(token.text);
        if (index > expressionLimits.listIndex)
          throw new ExpressionError(`List index is not within the allowable range; index: [${token.text}]`);
        path.push(index);
      } else return path;
    }
  }

  /** AWS's word for a token that is not expected: with the text from the one before it to the one after it. */
  syntaxError(token: Token = this.peek()): ExpressionError {
    const at = this.#tokens.indexOf(token);
    const from = this.#tokens[at - 1]?.start ?? token.start;
    const after = this.#tokens[at + 1] ?? token;
    const near = this.#source.slice(from, after.kind === "end" ? this.#source.trimEnd().length : endOf(after));
    return new ExpressionError(
      `Syntax error; token: "${token.kind === "end" ? "<EOF>" : token.text}", near: "${near}"`,
    );
  }

  #element(isKeyword: (word: string) => boolean): PathElement {
    const token = this.peek();
    if (token.kind !== "name" && (token.kind !== "identifier" || isKeyword(token.text))) throw this.syntaxError();
    this.#position += 1;
    return token.text;
  }
}

/** In one run: what a character begins is known from it and the next. */
function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  for (let match = token.exec(source); match; match = token.exec(source)) {
    const [text] = match;
    if (match[1] !== undefined) continue;
    const kind = kinds.find((_, at) => match[at + 2] !== undefined) ?? "unknown";
    tokens.push({ kind, text, start: match.index });
  }
  tokens.push({ kind: "end", text: "", start: source.length });
  return tokens;
}

const token =
  /([ \t\r\n]+)|([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([0-9]+)|(<=|>=|<>|[()[\],.+\-=<>])|[\s\S]/gu;
const kinds = ["identifier", "name", "value", "number", "symbol"] as const;

function endOf({ start, text }: Token): number {
  return start + text.length;
}
