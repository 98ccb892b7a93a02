import { ExpressionError } from "./expression-error.ts";
import { expressionLimits } from "./limits.ts";
import type { Comparator, ConditionNode, ConditionTree, Operand } from "./syntax-tree.ts";
import { TokenStream } from "./token-stream.ts";

/**
 * Reads a condition, filter or key condition. Throws ExpressionError with AWS's words. Source: "Condition and filter expressions, operators, and functions in
 * DynamoDB".
 */
export function parseCondition(source: string): ConditionTree {
  return new ConditionParser(new TokenStream(source)).tree();
}

/**
 * By descent. Parentheses hold a condition or an operand, and which it was is known when they are closed: so what is read is either, and who needs the
 * one refuses the other.
 */
class ConditionParser {
  readonly #tokens: TokenStream;
  #operators = 0;
  #depth = 0;
  #hasRedundantParentheses = false;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  tree(): ConditionTree {
    const root = this.#condition(this.#or());
    this.#tokens.expectEnd();
    if (this.#operators > expressionLimits.operators) throw tooManyOperators();
    return { root, hasRedundantParentheses: this.#hasRedundantParentheses };
  }

  #or(): Read {
    let read = this.#and();
    while (this.#tokens.isWord("OR")) read = this.#joined("or", read, () => this.#and());
    return read;
  }

  #and(): Read {
    let read = this.#not();
    while (this.#tokens.isWord("AND")) read = this.#joined("and", read, () => this.#not());
    return read;
  }

  #joined(kind: "and" | "or", read: Read, readRight: () => Read): Read {
    const left = this.#condition(read);
    this.#tokens.next();
    this.#operators += 1;
    return { node: { kind, left, right: this.#condition(readRight()) }, isInParentheses: false };
  }

  #not(): Read {
    let count = 0;
    while (this.#tokens.takesWord("NOT")) count += 1;
    this.#operators += count;
    if (this.#operators > expressionLimits.operators) throw tooManyOperators();
    let read = this.#primary();
    for (; count > 0; count--)
      read = { node: { kind: "not", condition: this.#condition(read) }, isInParentheses: false };
    return read;
  }

  /** A comparison, BETWEEN, IN, a function, or anything in parentheses. */
  #primary(): Read {
    const read = this.#operand();
    if (isCondition(read.node)) return read;
    const tokens = this.#tokens;
    const { kind, text } = tokens.peek();
    if (kind === "symbol" && comparators.has(text)) {
      tokens.next();
      const right = this.#plainOperand();
      return this.#operation({ kind: "compare", comparator: text as Comparator, operands: [read.node, right] });
    }
    if (tokens.takesWord("BETWEEN")) {
      const low = this.#plainOperand();
      if (!tokens.takesWord("AND")) throw tokens.syntaxError();
      return this.#operation({ kind: "between", operands: [read.node, low, this.#plainOperand()] });
    }
    if (tokens.takesWord("IN")) {
      tokens.expect("(");
      return this.#operation({ kind: "in", operands: [read.node, ...this.#operands()] });
    }
    return read;
  }

  #operation(node: ConditionNode): Read {
    this.#operators += 1;
    return { node, isInParentheses: false };
  }

  #plainOperand(): Operand {
    const { node } = this.#operand();
    if (isCondition(node)) throw this.#tokens.syntaxError();
    return node;
  }

  /** Up to the closing parenthesis. */
  #operands(): Operand[] {
    const operands = [this.#plainOperand()];
    while (this.#tokens.takes(",")) operands.push(this.#plainOperand());
    this.#tokens.expect(")");
    return operands;
  }

  #operand(): Read {
    const tokens = this.#tokens;
    const token = tokens.peek();
    if (tokens.takes("(")) return this.#parentheses();
    if (token.kind === "value") {
      tokens.next();
      return { node: { kind: "value", name: token.text }, isInParentheses: false };
    }
    const second = tokens.peekSecond();
    if (token.kind === "identifier" && !isKeyword(token.text) && second.kind === "symbol" && second.text === "(") {
      tokens.next();
      tokens.next();
      const operands = this.#deeper(() => this.#operands());
      return { node: { kind: "function", name: token.text, operands }, isInParentheses: false };
    }
    return { node: { kind: "path", path: tokens.path(isKeyword) }, isInParentheses: false };
  }

  #parentheses(): Read {
    const inner = this.#deeper(() => this.#or());
    this.#tokens.expect(")");
    if (inner.isInParentheses) this.#hasRedundantParentheses = true;
    // A path may go on behind them, and is an operand like any other then.
    if (inner.node.kind !== "path") return { node: inner.node, isInParentheses: true };
    const path = this.#tokens.morePath([...inner.node.path], isKeyword);
    return { node: { kind: "path", path }, isInParentheses: path.length === inner.node.path.length };
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > expressionLimits.nesting) throw new ExpressionError("The expression has redundant parentheses;");
    const value = read();
    this.#depth -= 1;
    return value;
  }

  /** A function is a condition where no comparator follows; what function, is checked later. */
  #condition({ node }: Read): ConditionNode {
    if (isCondition(node)) return node;
    if (node.kind === "function") return { kind: "test", operand: node };
    throw this.#tokens.syntaxError();
  }
}

interface Read {
  readonly node: ConditionNode | Operand;
  readonly isInParentheses: boolean;
}

function isCondition(node: ConditionNode | Operand): node is ConditionNode {
  return node.kind !== "path" && node.kind !== "value" && node.kind !== "function";
}

function isKeyword(word: string): boolean {
  return word.length <= 7 && keywords.has(word.toUpperCase());
}

function tooManyOperators(): ExpressionError {
  return new ExpressionError(
    `The expression contains too many operators; operator count: ${expressionLimits.operators + 1}`,
  );
}

const keywords: ReadonlySet<string> = new Set(["AND", "OR", "NOT", "BETWEEN", "IN"]);
const comparators: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);
