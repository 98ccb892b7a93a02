import type { PathElement } from "./document-path.ts";
import { ExpressionError } from "./expression-error.ts";
import { expressionLimits } from "./limits.ts";
import type { Assigned, Operand, UpdateAction, UpdateTree } from "./syntax-tree.ts";
import { TokenStream } from "./token-stream.ts";

/** Reads an update expression. Throws ExpressionError with AWS's words. Source: "Using update expressions in DynamoDB". */
export function parseUpdate(source: string): UpdateTree {
  return new UpdateParser(new TokenStream(source)).tree();
}

class UpdateParser {
  readonly #tokens: TokenStream;
  #operators = 0;
  #depth = 0;

  constructor(tokens: TokenStream) {
    this.#tokens = tokens;
  }

  tree(): UpdateTree {
    const tokens = this.#tokens;
    const actions: UpdateAction[] = [];
    const sections = new Set<string>();
    let repeated: string | undefined;
    do {
      const section = sectionNames.find((name) => tokens.isWord(name));
      if (!section) throw tokens.syntaxError();
      if (sections.has(section)) repeated ??= section;
      sections.add(section);
      tokens.next();
      do actions.push(this.#action(section));
      while (tokens.takes(","));
    } while (tokens.peek().kind !== "end");
    if (this.#operators > expressionLimits.operators)
      throw new ExpressionError(
        `The expression contains too many operators; operator count: ${expressionLimits.operators + 1}`,
      );
    return { actions, repeated };
  }

  #action(section: (typeof sectionNames)[number]): UpdateAction {
    const tokens = this.#tokens;
    const path = this.#path();
    if (section === "REMOVE") return { kind: section, path };
    if (section === "SET") {
      tokens.expect("=");
      return { kind: section, path, assigned: this.#assigned() };
    }
    const token = tokens.next();
    if (token.kind !== "value") throw tokens.syntaxError(token);
    return { kind: section, path, value: token.text };
  }

  #assigned(): Assigned {
    const left = this.#operand();
    const { kind, text } = this.#tokens.peek();
    if (kind !== "symbol" || (text !== "+" && text !== "-") || !isOperand(left)) return left;
    this.#tokens.next();
    this.#operators += 1;
    const right = this.#operand();
    if (!isOperand(right)) throw this.#tokens.syntaxError();
    return { kind: text, operands: [left, right] };
  }

  #operand(): Assigned {
    const tokens = this.#tokens;
    if (tokens.takes("(")) {
      const inner = this.#deeper(() => this.#assigned());
      tokens.expect(")");
      return inner;
    }
    const token = tokens.peek();
    if (token.kind === "value") {
      tokens.next();
      return { kind: "value", name: token.text };
    }
    const second = tokens.peekSecond();
    if (token.kind !== "identifier" || isSection(token.text) || second.kind !== "symbol" || second.text !== "(")
      return { kind: "path", path: this.#path() };
    tokens.next();
    tokens.next();
    return { kind: "function", name: token.text, operands: this.#deeper(() => this.#operands()) };
  }

  #operands(): Operand[] {
    const operands: Operand[] = [];
    do {
      const operand = this.#operand();
      if (!isOperand(operand)) throw this.#tokens.syntaxError();
      operands.push(operand);
    } while (this.#tokens.takes(","));
    this.#tokens.expect(")");
    return operands;
  }

  #path(): PathElement[] {
    return this.#tokens.path(isSection);
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > expressionLimits.nesting) throw this.#tokens.syntaxError();
    const value = read();
    this.#depth -= 1;
    return value;
  }
}

const sectionNames = ["SET", "REMOVE", "ADD", "DELETE"] as const;

function isSection(word: string): boolean {
  return word.length <= 6 && (sectionNames as readonly string[]).includes(word.toUpperCase());
}

function isOperand(assigned: Assigned): assigned is Operand {
  return assigned.kind !== "+" && assigned.kind !== "-";
}
