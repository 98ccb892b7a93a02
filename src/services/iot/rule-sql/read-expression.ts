import { isFunction } from "./functions/functions.ts";
import { SqlSyntaxError } from "./sql-error.ts";
import { sqlLimits } from "./sql-limits.ts";
import type { BinaryOperator, Expression, Query, Selected, SqlVersion } from "./syntax.ts";
import { Tokens } from "./token.ts";
import { sqlNumberOf, type Value } from "./value.ts";

/** Operators of one rank bind from the left; a later rank binds closer. */
const ranks: readonly (readonly BinaryOperator[])[] = [
  ["or"],
  ["and"],
  ["=", "<>", "<", "<=", ">", ">=", "in"],
  ["+", "-"],
  ["*", "/", "%"],
];

const words: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["true", true],
  ["false", false],
  ["null", null],
  ["undefined", undefined],
]);

/** Words that end an expression, and so are no names. */
const reserved: ReadonlySet<string> = new Set(
  "select set from where as and or not in case when then else end value".split(" "),
);

const castTypes: ReadonlySet<string> = new Set("string nvarchar text ntext varchar int integer double".split(" "));
const laterCastTypes: ReadonlySet<string> = new Set("decimal bool boolean".split(" "));

/** Reads expressions, by recursive descent of bounded depth. Throws SqlSyntaxError. */
export class ExpressionReader {
  readonly tokens: Tokens;
  readonly #version: SqlVersion;
  #depth = 0;
  #operators = 0;

  constructor(source: string, version: SqlVersion) {
    this.tokens = new Tokens(source);
    this.#version = version;
  }

  expectEnd(): void {
    if (this.tokens.next.kind !== "end") throw this.tokens.unexpected("the end of the statement");
  }

  /** What follows SELECT, up to FROM. */
  readSelected(): Pick<Query, "items" | "isValue"> {
    // `value` alone may be a member's name.
    const isValue = this.tokens.is("value") && this.#isBeforeExpression();
    if (isValue) this.tokens.take();
    const items = [this.#readItem()];
    while (this.tokens.takeIf(",")) items.push(this.#readItem());
    if (isValue && items.length > 1) throw new SqlSyntaxError("SELECT VALUE takes one item");
    return { items, isValue };
  }

  readExpression(): Expression {
    if (++this.#depth > sqlLimits.nesting) throw new SqlSyntaxError("The statement is nested too deeply");
    const expression = this.#readRank(0);
    this.#depth--;
    return expression;
  }

  #isBeforeExpression(): boolean {
    const rest = this.tokens.source.slice(this.tokens.next.to, this.tokens.next.to + 64).trimStart();
    return rest !== "" && !/^(?:[,.=<>!+\-/%)]|as\b|from\b|where\b)/i.test(rest);
  }

  #readItem(): Selected {
    const { from } = this.tokens.next;
    if (this.tokens.is("*") && this.#standsAlone()) {
      this.tokens.take();
      return { expression: undefined, path: [] };
    }
    const expression = this.readExpression();
    if (this.tokens.takeIf("as")) return { expression, path: this.#readAlias() };
    const written = this.tokens.source.slice(from, this.tokens.next.from).trim();
    return { expression, path: [nameOf(expression) ?? written] };
  }

  /** A `*` that is all of an item. */
  #standsAlone(): boolean {
    const rest = this.tokens.source.slice(this.tokens.next.to, this.tokens.next.to + 64).trimStart();
    return rest === "" || /^(?:,|\)|from\b|where\b)/i.test(rest);
  }

  #readAlias(): readonly string[] {
    const path: string[] = [];
    do path.push(this.#readMemberName("an alias"));
    while (this.tokens.takeIf("."));
    return path;
  }

  #readMemberName(wanted: string): string {
    const { kind, text } = this.tokens.next;
    if (kind !== "name" && kind !== "text") throw this.tokens.unexpected(wanted);
    this.tokens.take();
    return text;
  }

  #readRank(rank: number): Expression {
    const operators = ranks[rank];
    if (!operators) return this.#readUnary();
    if (operators.includes("and") || operators.includes("or")) return this.#readLogical(rank, operators);
    let left = this.#readNot(rank);
    for (;;) {
      const operator = operators.find((wanted) => this.tokens.is(wanted));
      if (operator === undefined) return left;
      this.#countOperator();
      this.tokens.take();
      left = { is: "binary", operator, left, right: this.#readRank(rank + 1) };
    }
  }

  #readLogical(rank: number, operators: readonly BinaryOperator[]): Expression {
    let left = this.#readRank(rank + 1);
    for (;;) {
      const operator = operators.find((wanted) => this.tokens.is(wanted));
      if (operator === undefined) return left;
      this.#countOperator();
      this.tokens.take();
      left = { is: "binary", operator, left, right: this.#readRank(rank + 1) };
    }
  }

  /** Of the whole statement: a row of them is as deep as it is long, and rows may stand in one another. */
  #countOperator(): void {
    if (++this.#operators > sqlLimits.operators) throw new SqlSyntaxError("The statement has too many operators");
  }

  /** NOT stands before a whole comparison. */
  #readNot(rank: number): Expression {
    if (ranks[rank]?.includes("=") && this.tokens.takeIf("not")) {
      return { is: "unary", operator: "not", operand: this.#nested(() => this.#readRank(rank)) };
    }
    return this.#readRank(rank + 1);
  }

  #readUnary(): Expression {
    for (const operator of ["-", "+"] as const) {
      if (!this.tokens.takeIf(operator)) continue;
      const operand = this.#nested(() => this.#readUnary());
      if (operator === "-" && operand.is === "literal" && typeof operand.value === "number")
        return { is: "literal", value: -operand.value };
      return { is: "unary", operator, operand };
    }
    let expression = this.#readPrimary();
    for (let count = 0; this.tokens.takeIf("."); count++) {
      if (count > sqlLimits.nesting) throw new SqlSyntaxError("The path is too long");
      expression = { is: "member", of: expression, name: this.#readMemberName("a member's name") };
    }
    return expression;
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > sqlLimits.nesting) throw new SqlSyntaxError("The statement is nested too deeply");
    const result = read();
    this.#depth--;
    return result;
  }

  #readPrimary(): Expression {
    const { tokens } = this;
    const { kind, text } = tokens.next;
    if (kind === "text") {
      tokens.take();
      return { is: "literal", value: text };
    }
    if (kind === "number") {
      tokens.take();
      return { is: "literal", value: sqlNumberOf(text) };
    }
    if (kind === "variable") {
      tokens.take();
      return { is: "variable", name: text };
    }
    if (kind === "name") return this.#readWord(text);
    if (tokens.takeIf("*")) return { is: "payload" };
    if (tokens.takeIf("(")) return this.#readGroup();
    if (tokens.takeIf("[")) return { is: "array", items: this.#readList("]") };
    if (tokens.takeIf("{")) return this.#readObject();
    throw tokens.unexpected("an expression");
  }

  #readWord(text: string): Expression {
    const word = text.toLowerCase();
    const { tokens } = this;
    if (word === "case") return this.#readCase();
    if (words.has(word)) {
      tokens.take();
      return { is: "literal", value: words.get(word) };
    }
    const isCall = /^\s*\(/.test(tokens.source.slice(tokens.next.to, tokens.next.to + 64));
    if (!isCall) {
      if (reserved.has(word) && word !== "value") throw tokens.unexpected("an expression");
      tokens.take();
      return { is: "name", name: text };
    }
    tokens.take();
    tokens.expect("(");
    if (word === "cast") return this.#readCast();
    if (word === "exists") {
      const query = this.#readQuery();
      tokens.expect(")");
      return { is: "exists", query };
    }
    if (!isFunction(word, this.#version))
      throw new SqlSyntaxError(`There is no function ${text} in SQL ${this.#version}`);
    return { is: "call", name: word, args: this.#readList(")") };
  }

  #readGroup(): Expression {
    const isQuery = this.tokens.is("select");
    const inner = isQuery ? this.#readQuery() : this.readExpression();
    this.tokens.expect(")");
    return inner;
  }

  #readQuery(): Expression {
    if (this.#version === "2015-10-08") throw new SqlSyntaxError("Nested queries need SQL 2016-03-23");
    return this.#nested(() => {
      this.tokens.expect("select");
      const { items, isValue } = this.readSelected();
      this.tokens.expect("from");
      const from = this.#nested(() => this.#readUnary());
      const where = this.tokens.takeIf("where") ? this.readExpression() : undefined;
      return { is: "query", query: { items, isValue, where }, from };
    });
  }

  #readCast(): Expression {
    const value = this.readExpression();
    this.tokens.expect("as");
    const type = this.#readMemberName("a type").toLowerCase();
    const isKnown = castTypes.has(type) || (this.#version !== "2015-10-08" && laterCastTypes.has(type));
    if (!isKnown) throw new SqlSyntaxError(`There is no type ${type} in SQL ${this.#version}`);
    this.tokens.expect(")");
    return { is: "cast", value, type };
  }

  #readCase(): Expression {
    const { tokens } = this;
    tokens.take();
    const of = tokens.is("when") ? undefined : this.readExpression();
    const branches: (readonly [Expression, Expression])[] = [];
    while (tokens.takeIf("when")) {
      const when = this.readExpression();
      tokens.expect("then");
      branches.push([when, this.readExpression()]);
    }
    if (branches.length === 0) throw tokens.unexpected("'WHEN'");
    const otherwise = tokens.takeIf("else") ? this.readExpression() : undefined;
    tokens.expect("end");
    return { is: "case", of, branches, otherwise };
  }

  #readList(end: string): readonly Expression[] {
    const items: Expression[] = [];
    if (this.tokens.takeIf(end)) return items;
    do items.push(this.tokens.is("select") ? this.#readQuery() : this.readExpression());
    while (this.tokens.takeIf(","));
    this.tokens.expect(end);
    return items;
  }

  #readObject(): Expression {
    const members: (readonly [string, Expression])[] = [];
    if (this.tokens.takeIf("}")) return { is: "object", members };
    do {
      const name = this.#readMemberName("a member's name");
      this.tokens.expect(":");
      members.push([name, this.readExpression()]);
    } while (this.tokens.takeIf(","));
    this.tokens.expect("}");
    return { is: "object", members };
  }
}

/** A path's last member names what has no alias. */
function nameOf(expression: Expression): string | undefined {
  if (expression.is === "name" || expression.is === "member") return expression.name;
  return expression.is === "variable" ? expression.name.slice(1) : undefined;
}
