import { type BinaryOperator, ExpressionError } from "./expression.ts";
import { combinePoints, mapPoints } from "./time-series.ts";
import { describe, isArray, isSeries, type Value } from "./value.ts";

const operations: Readonly<Record<BinaryOperator, (left: number, right: number) => number>> = {
  "||": (left, right) => Number(left !== 0 || right !== 0),
  "&&": (left, right) => Number(left !== 0 && right !== 0),
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
  "<": (left, right) => Number(left < right),
  "<=": (left, right) => Number(left <= right),
  ">": (left, right) => Number(left > right),
  ">=": (left, right) => Number(left >= right),
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
};

/** Point by point; a scalar goes with every point, and a series with every one of an array. */
export function applyOperator(operator: BinaryOperator, left: Value, right: Value): Value {
  return combineValues(left, right, operations[operator], operator);
}

export function combineValues(
  left: Value,
  right: Value,
  operation: (left: number, right: number) => number | undefined,
  name: string,
): Value {
  if (typeof left === "string" || typeof right === "string") throw unsupported(name, left, right);
  if (isArray(left) && isArray(right)) throw unsupported(name, left, right);
  if (isArray(left)) return left.flatMap((series) => combineValues(series, right, operation, name) as typeof series);
  if (isArray(right))
    return right.flatMap((series) => relabel(combineValues(left, series, operation, name), series.label));
  if (isSeries(left) && isSeries(right)) return combinePoints(left, right, operation);
  if (isSeries(left)) return mapPoints(left, (value) => operation(value, right as number));
  if (isSeries(right)) return mapPoints(right, (value) => operation(left, value));
  return operation(left, right) ?? Number.NaN;
}

export function negate(value: Value): Value {
  return combineValues(-1, value, (one, other) => one * other, "-");
}

/** The members of an array keep their own names, whichever side they stand on. */
function relabel(value: Value, label: string) {
  return { ...(value as Extract<Value, { points: unknown }>), label };
}

function unsupported(name: string, left: Value, right: Value): ExpressionError {
  return new ExpressionError(`Unsupported operand type(s) for ${name}: ${describe(left)} and ${describe(right)}`);
}
