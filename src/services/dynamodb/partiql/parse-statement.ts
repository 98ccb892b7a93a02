import type { PathElement } from "../expressions/document-path.ts";
import { notWellFormed } from "./partiql-errors.ts";
import type { Literal, Returning, Source, Statement, Term, Where } from "./statement.ts";
import { type StatementToken, statementTokens } from "./statement-tokens.ts";

/** Source: "ExecuteStatement", *Statement*. */
export const statementCharacters = 8_192;
const deepest = 100;

/** Reads a statement. Throws ValidationException. */
export function parseStatement(source: string): Statement {
  if (source.length > statementCharacters) throw notWellFormed("Statement is too long");
  return new StatementParser(statementTokens(source)).statement();
}

class StatementParser {
  readonly #tokens: readonly StatementToken[];
  #position = 0;
  #parameters = 0;
  #depth = 0;

  constructor(tokens: readonly StatementToken[]) {
    this.#tokens = tokens;
  }

  statement(): Statement {
    const statement = this.#statement();
    this.#takes(";");
    if (this.#peek().kind !== "end") throw notWellFormed("Unexpected token after expression");
    return { ...statement, parameters: this.#parameters } as Statement;
  }

  #statement(): object {
    if (this.#takesWord("SELECT")) return this.#select(false);
    if (this.#takesWord("EXISTS")) {
      this.#expect("(");
      this.#expectWord("SELECT");
      const select = this.#select(true);
      this.#expect(")");
      return select;
    }
    if (this.#takesWord("INSERT")) {
      this.#expectWord("INTO");
      const source = this.#source();
      this.#expectWord("VALUE");
      return { kind: "INSERT", source, item: this.#literal() };
    }
    if (this.#takesWord("UPDATE")) return this.#update();
    if (this.#takesWord("DELETE")) {
      this.#expectWord("FROM");
      return { kind: "DELETE", source: this.#source(), where: this.#whereClause(), returning: this.#returning() };
    }
    throw notWellFormed("Expected data manipulation");
  }

  #select(isExists: boolean): object {
    let paths: (readonly PathElement[])[] | undefined;
    if (!this.#takes("*")) {
      paths = [];
      do paths.push(this.#path());
      while (this.#takes(","));
    }
    this.#expectWord("FROM");
    const source = this.#source();
    const where = this.#whereClause();
    let order: { name: string; isBackward: boolean } | undefined;
    if (this.#takesWord("ORDER")) {
      this.#expectWord("BY");
      const name = this.#name();
      const isBackward = this.#takesWord("DESC");
      if (!isBackward) this.#takesWord("ASC");
      order = { name, isBackward };
    }
    return { kind: "SELECT", source, paths, where, order, isExists };
  }

  #update(): object {
    const source = this.#source();
    const sets: { path: readonly PathElement[]; term: Term }[] = [];
    const removes: (readonly PathElement[])[] = [];
    for (;;) {
      if (this.#takesWord("SET")) {
        do {
          const path = this.#path();
          this.#expect("=");
          sets.push({ path, term: this.#term() });
        } while (this.#takes(","));
      } else if (this.#takesWord("REMOVE")) {
        do removes.push(this.#path());
        while (this.#takes(","));
      } else break;
    }
    if (sets.length + removes.length === 0) throw notWellFormed("Expected SET or REMOVE");
    return { kind: "UPDATE", source, sets, removes, where: this.#whereClause(), returning: this.#returning() };
  }

  #returning(): Returning | undefined {
    if (!this.#takesWord("RETURNING")) return undefined;
    const isAll = this.#takesWord("ALL");
    if (!isAll) this.#expectWord("MODIFIED");
    const isOld = this.#takesWord("OLD");
    if (!isOld) this.#expectWord("NEW");
    this.#expect("*");
    return `${isAll ? "ALL" : "UPDATED"}_${isOld ? "OLD" : "NEW"}`;
  }

  #source(): Source {
    const table = this.#name(true);
    return { table, index: this.#takes(".") ? this.#name(true) : undefined };
  }

  #whereClause(): Where | undefined {
    return this.#takesWord("WHERE") ? this.#or() : undefined;
  }

  #or(): Where {
    let where = this.#and();
    while (this.#takesWord("OR")) where = { kind: "or", left: where, right: this.#and() };
    return where;
  }

  #and(): Where {
    let where = this.#not();
    while (this.#takesWord("AND")) where = { kind: "and", left: where, right: this.#not() };
    return where;
  }

  #not(): Where {
    let count = 0;
    while (this.#takesWord("NOT")) count += 1;
    const where = this.#condition();
    return count % 2 === 0 ? where : { kind: "not", where };
  }

  #condition(): Where {
    if (this.#peek().text === "(" && this.#peek().kind === "symbol" && !this.#isTermInParentheses()) {
      this.#next();
      const where = this.#deeper(() => this.#or());
      this.#expect(")");
      return where;
    }
    const term = this.#term();
    const { kind, text } = this.#peek();
    if (kind === "symbol" && comparators.has(text)) {
      this.#next();
      return { kind: "compare", comparator: text === "!=" ? "<>" : text, terms: [term, this.#term()] };
    }
    if (this.#takesWord("BETWEEN")) {
      const low = this.#term();
      this.#expectWord("AND");
      return { kind: "between", terms: [term, low, this.#term()] };
    }
    const isNotIn = this.#isWord("NOT") && this.#takesWord("NOT");
    if (this.#takesWord("IN")) {
      const where: Where = { kind: "in", term, among: this.#among() };
      return isNotIn ? { kind: "not", where } : where;
    }
    if (isNotIn) throw notWellFormed("Expected IN");
    if (this.#takesWord("IS")) {
      const isNot = this.#takesWord("NOT");
      const isMissing = this.#takesWord("MISSING");
      if (!isMissing) this.#expectWord("NULL");
      return { kind: "is", term, what: isMissing ? "MISSING" : "NULL", isNot };
    }
    if (term.kind !== "function") throw notWellFormed("Expected condition");
    return { kind: "test", term };
  }

  /** Looks ahead to the closing parenthesis: what a comparator follows is a term. */
  #isTermInParentheses(): boolean {
    let open = 0;
    for (let at = this.#position; at < this.#tokens.length; at++) {
      const { kind, text } = this.#tokens[at]!;
      if (kind === "symbol" && text === "(") open += 1;
      if (kind === "symbol" && text === ")") open -= 1;
      if (open > 0) {
        // A condition has one of these, and a term has none.
        if (kind === "symbol" && comparators.has(text)) return false;
        if (kind === "word" && conditionWords.has(text.toUpperCase())) return false;
        continue;
      }
      const after = this.#tokens[at + 1];
      return after?.kind === "symbol" && (comparators.has(after.text) || after.text === "+" || after.text === "-");
    }
    return false;
  }

  #among(): Term[] {
    const close = this.#takes("[") ? "]" : ")";
    if (close === ")") this.#expect("(");
    const terms = [this.#term()];
    while (this.#takes(",")) terms.push(this.#term());
    this.#expect(close);
    return terms;
  }

  #term(): Term {
    const left = this.#operand();
    const { kind, text } = this.#peek();
    if (kind !== "symbol" || (text !== "+" && text !== "-")) return left;
    this.#next();
    return { kind: text, terms: [left, this.#operand()] };
  }

  #operand(): Term {
    if (this.#takes("(")) {
      const term = this.#deeper(() => this.#term());
      this.#expect(")");
      return term;
    }
    const { kind, text } = this.#peek();
    const second = this.#tokens[this.#position + 1];
    if (
      kind === "word" &&
      second?.kind === "symbol" &&
      second.text === "(" &&
      !conditionWords.has(text.toUpperCase())
    ) {
      this.#next();
      this.#next();
      const terms = [this.#deeper(() => this.#term())];
      while (this.#takes(",")) terms.push(this.#deeper(() => this.#term()));
      this.#expect(")");
      return { kind: "function", name: text.toLowerCase(), terms };
    }
    if (kind === "quoted" || (kind === "word" && !constants.has(text.toUpperCase())))
      return { kind: "path", path: this.#path() };
    return this.#literal();
  }

  #literal(): Literal {
    return this.#deeper(() => this.#anyLiteral());
  }

  #anyLiteral(): Literal {
    if (this.#takes("?")) {
      this.#parameters += 1;
      return { kind: "parameter", index: this.#parameters - 1 };
    }
    if (this.#takes("{")) return this.#map();
    if (this.#takes("[")) return { kind: "list", elements: this.#elements("]") };
    if (this.#takes("<<")) return { kind: "set", elements: this.#elements(">>") };
    const sign = this.#takes("-") ? "-" : this.#takes("+") ? "" : undefined;
    const { kind, text } = this.#next();
    if (kind === "number") return { kind: "value", value: { N: `${sign ?? ""}${text}` } };
    if (sign !== undefined) throw notWellFormed("Expected number");
    if (kind === "string") return { kind: "value", value: { S: text } };
    const constant = kind === "word" ? constants.get(text.toUpperCase()) : undefined;
    if (!constant) throw notWellFormed("Expected expression");
    return { kind: "value", value: constant };
  }

  #elements(close: string): Literal[] {
    const elements: Literal[] = [];
    if (this.#takes(close)) return elements;
    do elements.push(this.#literal());
    while (this.#takes(","));
    this.#expect(close);
    return elements;
  }

  #map(): Literal {
    const members: { name: string; value: Literal }[] = [];
    if (this.#takes("}")) return { kind: "map", members };
    do {
      const { kind, text } = this.#next();
      if (kind !== "string" && kind !== "quoted") throw notWellFormed("Expected attribute name");
      this.#expect(":");
      members.push({ name: text, value: this.#literal() });
    } while (this.#takes(","));
    this.#expect("}");
    return { kind: "map", members };
  }

  #path(): PathElement[] {
    const path: PathElement[] = [this.#name()];
    for (;;) {
      if (this.#takes(".")) path.push(this.#name());
      else if (this.#takes("[")) {
        const { kind, text } = this.#next();
        if (kind === "number" && /^\d{1,9}$/.test(text)) path.push(Number(text));
        else if (kind === "string") path.push(text);
        else throw notWellFormed("Expected list index");
        this.#expect("]");
      } else return path;
    }
  }

  /** Of a table, a name may have what a word cannot: then it stands in quotes. */
  #name(isOfTable = false): string {
    const { kind, text } = this.#next();
    if (kind === "quoted" && text !== "") return text;
    if (kind === "word" && (isOfTable || !keywords.has(text.toUpperCase()))) return text;
    throw notWellFormed("Expected identifier");
  }

  #deeper<T>(read: () => T): T {
    this.#depth += 1;
    if (this.#depth > deepest) throw notWellFormed("Expression is nested too deeply");
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #peek(): StatementToken {
    return this.#tokens[this.#position]!;
  }

  #next(): StatementToken {
    const token = this.#peek();
    if (token.kind !== "end") this.#position += 1;
    return token;
  }

  #takes(symbol: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== "symbol" || text !== symbol) return false;
    this.#position += 1;
    return true;
  }

  #isWord(word: string): boolean {
    const { kind, text } = this.#peek();
    return kind === "word" && text.length === word.length && text.toUpperCase() === word;
  }

  #takesWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#position += 1;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#takes(symbol)) throw notWellFormed(`Expected ${symbol}`);
  }

  #expectWord(word: string): void {
    if (!this.#takesWord(word)) throw notWellFormed(`Expected ${word}`);
  }
}

const comparators: ReadonlySet<string> = new Set(["=", "<>", "!=", "<", "<=", ">", ">="]);
const conditionWords: ReadonlySet<string> = new Set(["AND", "OR", "NOT", "BETWEEN", "IN", "IS"]);
const keywords: ReadonlySet<string> = new Set([...conditionWords, "SELECT", "FROM", "WHERE", "SET", "REMOVE", "ORDER"]);
const constants: ReadonlyMap<string, { readonly BOOL: boolean } | { readonly NULL: true }> = new Map<
  string,
  { readonly BOOL: boolean } | { readonly NULL: true }
>([
  ["TRUE", { BOOL: true }],
  ["FALSE", { BOOL: false }],
  ["NULL", { NULL: true }],
]);
