import { ownValue } from "../../../platform/own-value.ts";
import { type BinaryOperator, type Expression, type PeriodUnit, periodUnits } from "./expression.ts";
import type { QueryReader } from "./query-reader.ts";

/**
 * Reads an expression. From loose to tight: `or`, `and`, `not`, comparisons with `like` and `in`, `+ -`, `* / %`, `^`, a minus
 * sign. Source: "Supported operations and functions".
 */
export function parseExpression(reader: QueryReader): Expression {
  return new ExpressionParser(reader).read();
}

/** Keeps the compiled functions' nesting, and this reader's, off the end of the stack. */
const deepest = 60;

class ExpressionParser {
  readonly #reader: QueryReader;
  #depth = 0;

  constructor(reader: QueryReader) {
    this.#reader = reader;
  }

  read(): Expression {
    this.#depth++;
    if (this.#depth > deepest) this.#reader.failAt(this.#reader.at, "the expression is nested too deeply");
    const expression = this.#or();
    this.#depth--;
    return expression;
  }

  #or(): Expression {
    let left = this.#and();
    while (this.#reader.takeWord("or") || this.#reader.take("||")) left = binary("or", left, this.#and());
    return left;
  }

  #and(): Expression {
    let left = this.#not();
    while (this.#reader.takeWord("and") || this.#reader.take("&&")) left = binary("and", left, this.#not());
    return left;
  }

  #not(): Expression {
    if (this.#reader.takeWord("not")) return this.#nested(() => not(this.#not()));
    return this.#comparison();
  }

  #comparison(): Expression {
    const reader = this.#reader;
    const left = this.#sum();
    if (reader.take("=~")) return this.#like(left);
    const operator = comparisons.find((each) => reader.take(each));
    if (operator) return binary(operator === "==" ? "=" : operator, left, this.#sum());
    const isNegated = reader.takeWord("not");
    const test = reader.takeWord("like") ? this.#like(left) : reader.takeWord("in") ? this.#in(left) : undefined;
    if (!test) return isNegated ? reader.fail() : left;
    return isNegated ? not(test) : test;
  }

  #like(subject: Expression): Expression {
    const pattern = this.#reader.regex() ?? this.#reader.quoted() ?? this.#reader.fail();
    return { kind: "like", subject, pattern };
  }

  #in(subject: Expression): Expression {
    const end = this.#reader.take("(") ? ")" : "]";
    if (end === "]") this.#reader.expect("[");
    const list: Expression[] = [];
    do list.push(this.read());
    while (this.#reader.take(","));
    this.#reader.expect(end);
    return { kind: "in", subject, list };
  }

  #sum(): Expression {
    return this.#series(["+", "-"], () => this.#product());
  }

  #product(): Expression {
    return this.#series(["*", "/", "%"], () => this.#power());
  }

  #series(operators: readonly BinaryOperator[], readPart: () => Expression): Expression {
    let left = readPart();
    for (;;) {
      const operator = operators.find((each) => this.#reader.take(each));
      if (!operator) return left;
      left = binary(operator, left, readPart());
    }
  }

  #power(): Expression {
    const base = this.#unary();
    return this.#reader.take("^") ? this.#nested(() => binary("^", base, this.#power())) : base;
  }

  #unary(): Expression {
    if (!this.#reader.take("-")) return this.#primary();
    return this.#nested(() => ({ kind: "unary", operator: "-", operand: this.#unary() }));
  }

  #nested(read: () => Expression): Expression {
    this.#depth++;
    if (this.#depth > deepest) this.#reader.failAt(this.#reader.at, "the expression is nested too deeply");
    const expression = read();
    this.#depth--;
    return expression;
  }

  #primary(): Expression {
    const reader = this.#reader;
    if (reader.take("(")) {
      const inner = this.read();
      reader.expect(")");
      return inner;
    }
    const text = reader.quoted();
    if (text !== undefined) return { kind: "literal", value: text };
    return this.#number() ?? this.#call() ?? this.#field();
  }

  #number(): Expression | undefined {
    const found = this.#reader.match(/(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)([A-Za-z]*)/y);
    if (!found) return undefined;
    const [, digits = "", suffix = ""] = found;
    if (suffix === "") return { kind: "literal", value: Number(digits) };
    const unit = toUnit(suffix);
    if (!unit || !/^\d+$/.test(digits) || Number(digits) === 0) {
      return this.#reader.failAt(found.index, `invalid period ${found[0]}`);
    }
    return { kind: "period", count: Number(digits), unit };
  }

  #call(): Expression | undefined {
    const from = this.#reader.at;
    const name = this.#reader.match(/([A-Za-z_]\w*)\s*\(/y)?.[1];
    if (name === undefined) return undefined;
    const list: Expression[] = [];
    if (!this.#reader.take(")")) {
      do list.push(this.#argument());
      while (this.#reader.take(","));
      this.#reader.expect(")");
    }
    return {
      kind: "call",
      name: name.toLowerCase(),
      arguments: list,
      text: this.#reader.since(from),
      from,
      to: from + name.length,
    };
  }

  /** `count(*)` counts rows, as `count()` does. */
  #argument(): Expression {
    return this.#reader.take("*") ? { kind: "field", name: "*" } : this.read();
  }

  #field(): Expression {
    if (this.#reader.takeWord("true")) return { kind: "literal", value: 1 };
    if (this.#reader.takeWord("false")) return { kind: "literal", value: 0 };
    return { kind: "field", name: this.#reader.fieldName() ?? this.#reader.fail() };
  }
}

const comparisons = ["!=", "<=", ">=", "==", "=", "<", ">"] as const;

/** The words that AWS takes too, besides the short forms. */
const longUnits: Readonly<Record<string, PeriodUnit>> = {
  millisecond: "ms",
  msec: "ms",
  second: "s",
  sec: "s",
  minute: "m",
  min: "m",
  hour: "h",
  hr: "h",
  day: "d",
  week: "w",
  month: "mo",
  mon: "mo",
  quarter: "q",
  qtr: "q",
  year: "y",
  yr: "y",
};

function toUnit(suffix: string): PeriodUnit | undefined {
  const text = suffix.toLowerCase();
  const singular = text.length > 3 ? text.replace(/s$/, "") : text;
  return periodUnits.find((unit) => unit === text) ?? ownValue(longUnits, singular);
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function not(operand: Expression): Expression {
  return { kind: "unary", operator: "not", operand };
}
