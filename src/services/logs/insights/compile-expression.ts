import { malformedQuery } from "../errors.ts";
import type { BinaryOperator, CallExpression, Expression } from "./expression.ts";
import { findFunction } from "./functions/functions.ts";
import type { Evaluate, FunctionContext } from "./functions/insights-function.ts";
import { isTrue, toNumber, toText, type Value } from "./value.ts";

/** What `stats` puts in place of a function that only it has. Undefined for a call that is none of these. */
export type AggregateHook = (call: CallExpression) => Evaluate | undefined;

/** Makes of an expression a function of a row. Throws MalformedQueryException for functions and arguments that do not exist. */
export function compileExpression(
  expression: Expression,
  context: FunctionContext,
  aggregate: AggregateHook = () => undefined,
): Evaluate {
  const compile = (part: Expression) => compileExpression(part, context, aggregate);
  switch (expression.kind) {
    case "literal":
      return () => expression.value;
    case "field":
      return (row) => row.get(expression.name);
    case "period":
      throw malformedQuery(`unexpected period ${expression.count}${expression.unit}`, 0, 0);
    case "call":
      return aggregate(expression) ?? compileCall(expression, context, compile);
    case "unary": {
      const operand = compile(expression.operand);
      return expression.operator === "not" ? (row) => !isTrue(operand(row)) : (row) => negate(operand(row));
    }
    case "binary":
      return compileBinary(expression.operator, compile(expression.left), compile(expression.right));
    case "like":
      return compileLike(compile(expression.subject), expression.pattern);
    case "in": {
      const subject = compile(expression.subject);
      const list = expression.list.map(compile);
      return (row) => {
        const value = subject(row);
        return list.some((member) => areEqual(value, member(row)));
      };
    }
  }
}

function compileCall(
  call: CallExpression,
  context: FunctionContext,
  compile: (part: Expression) => Evaluate,
): Evaluate {
  const found = findFunction(call.name);
  if (!found) throw malformedQuery(`unknown function ${call.name}`, call.from, call.to);
  const count = call.arguments.length;
  if (count < found.least || count > found.most) {
    throw malformedQuery(`invalid number of arguments of ${call.name}`, call.from, call.to);
  }
  return found.build(call, context, compile);
}

function negate(value: Value): Value {
  const number = toNumber(value);
  return number === undefined ? undefined : -number;
}

function compileLike(subject: Evaluate, pattern: { test: (text: string) => boolean } | string): Evaluate {
  const test = typeof pattern === "string" ? (text: string) => text.includes(pattern) : pattern.test;
  return (row) => {
    const text = toText(subject(row));
    return text !== undefined && test(text);
  };
}

const arithmetic = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => (b === 0 ? undefined : a / b),
  "%": (a, b) => (b === 0 ? undefined : a % b),
  "^": (a, b) => a ** b,
} as const satisfies Partial<Record<BinaryOperator, (a: number, b: number) => number | undefined>>;

const orders = {
  "<": (order) => order < 0,
  ">": (order) => order > 0,
  "<=": (order) => order <= 0,
  ">=": (order) => order >= 0,
} as const satisfies Partial<Record<BinaryOperator, (order: number) => boolean>>;

function compileBinary(operator: BinaryOperator, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case "and":
      return (row) => isTrue(left(row)) && isTrue(right(row));
    case "or":
      return (row) => isTrue(left(row)) || isTrue(right(row));
    case "=":
      return (row) => areEqual(left(row), right(row));
    case "!=":
      return (row) => !areEqual(left(row), right(row));
    case "<":
    case ">":
    case "<=":
    case ">=": {
      const holds = orders[operator];
      return (row) => {
        const order = compareValues(left(row), right(row));
        return order !== undefined && holds(order);
      };
    }
    default: {
      const apply = arithmetic[operator];
      return (row) => {
        const [a, b] = [toNumber(left(row)), toNumber(right(row))];
        return a === undefined || b === undefined ? undefined : apply(a, b);
      };
    }
  }
}

/** Numbers by value, also where one of them is text. What is absent equals nothing. */
function areEqual(a: Value, b: Value): boolean {
  return compareValues(a, b) === 0;
}

/** Undefined if one of them is absent. */
function compareValues(a: Value, b: Value): number | undefined {
  const [x, y] = [toNumber(a), toNumber(b)];
  if (x !== undefined && y !== undefined) return x - y;
  const [one, other] = [toText(a), toText(b)];
  if (one === undefined || other === undefined) return undefined;
  return one < other ? -1 : one > other ? 1 : 0;
}
