import { limits } from "../limits.ts";
import { type BinaryOperator, type Expression, ExpressionError } from "./expression.ts";
import { type Token, toTokens } from "./tokens.ts";

/** Throws ExpressionError, with what is wrong. */
export function parseExpression(text: string): Expression {
  if (text.length > limits.expressionLength) {
    throw new ExpressionError(`Expressions have at most ${limits.expressionLength} characters`);
  }
  const reader = new ExpressionReader(toTokens(text));
  const expression = reader.readBinary(0);
  reader.expectEnd();
  return expression;
}

/** Weakest first; those of one level are taken from left to right. */
const levels: readonly (readonly BinaryOperator[])[] = [
  ["||"],
  ["&&"],
  ["==", "!=", "<", "<=", ">", ">="],
  ["+", "-"],
  ["*", "/"],
];
const words = new Map<string, BinaryOperator>([
  ["OR", "||"],
  ["AND", "&&"],
]);

class ExpressionReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  readBinary(level: number): Expression {
    const operators = levels[level];
    if (!operators) return this.#readUnary();
    let left = this.readBinary(level + 1);
    for (;;) {
      const operator = this.#operator();
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#at++;
      left = { kind: "binary", operator, left, right: this.readBinary(level + 1) };
    }
  }

  expectEnd(): void {
    if (this.#token().kind !== "end") throw this.#unexpected();
  }

  #readUnary(): Expression {
    return this.#nested(() => {
      if (this.#take("-")) return { kind: "negate", operand: this.#readUnary() };
      if (this.#take("+")) return this.#readUnary();
      const base = this.#readPrimary();
      if (!this.#take("^")) return base;
      return { kind: "binary", operator: "^", left: base, right: this.#readUnary() };
    });
  }

  #readPrimary(): Expression {
    const token = this.#token();
    if (this.#take("(")) {
      const inner = this.readBinary(0);
      this.#expect(")");
      return inner;
    }
    if (this.#take("[")) return { kind: "array", items: this.#readList("]") };
    this.#at++;
    if (token.kind === "number") return { kind: "number", value: Number(token.text) };
    if (token.kind === "text") return { kind: "text", value: token.text };
    if (token.kind !== "name") {
      this.#at--;
      throw this.#unexpected();
    }
    if (!this.#take("(")) return { kind: "name", name: token.text };
    return { kind: "call", name: token.text.toUpperCase(), parameters: this.#readList(")") };
  }

  #readList(end: string): Expression[] {
    const items: Expression[] = [];
    if (this.#take(end)) return items;
    do items.push(this.readBinary(0));
    while (this.#take(","));
    this.#expect(end);
    return items;
  }

  /** Parentheses and signs nest; the depth is bounded so that no expression exhausts the stack. */
  #nested<T>(read: () => T): T {
    if (++this.#depth > limits.expressionDepth) throw new ExpressionError("The expression is nested too deeply");
    const result = read();
    this.#depth--;
    return result;
  }

  #operator(): BinaryOperator | undefined {
    const { kind, text } = this.#token();
    if (kind === "sign") return text as BinaryOperator;
    return kind === "name" ? words.get(text) : undefined;
  }

  #take(sign: string): boolean {
    const { kind, text } = this.#token();
    const taken = kind === "sign" && text === sign;
    if (taken) this.#at++;
    return taken;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) throw this.#unexpected();
  }

  #unexpected(): ExpressionError {
    return new ExpressionError(`Unexpected ${this.#token().text}`);
  }

  #token(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "end of expression" };
  }
}
