import type { MathBudget } from "./budget.ts";
import { type BinaryOperator, ExpressionError } from "./expression.ts";
import { combinePoints, mapPoints, type TimeSeries } from "./time-series.ts";
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
export function applyOperator(operator: BinaryOperator, left: Value, right: Value, budget: MathBudget): Promise<Value> {
  return combineValues(left, right, operations[operator], operator, budget);
}

type Operation = (left: number, right: number) => number | undefined;

/** Rests between the members of an array. */
export async function combineValues(
  left: Value,
  right: Value,
  operation: Operation,
  name: string,
  budget: MathBudget,
): Promise<Value> {
  if (typeof left === "string" || typeof right === "string") throw unsupported(name, left, right);
  if (isArray(left) === isArray(right)) return combineOne(left, right, operation, name);
  const combined: TimeSeries[] = [];
  for (const series of (isArray(left) ? left : right) as readonly TimeSeries[]) {
    await budget.rest();
    const value = isArray(left)
      ? combineOne(series, right, operation, name)
      : relabel(combineOne(left, series, operation, name), series.label);
    combined.push(value as TimeSeries);
  }
  return combined;
}

function combineOne(
  left: Exclude<Value, string>,
  right: Exclude<Value, string>,
  operation: Operation,
  name: string,
): Value {
  if (isArray(left) || isArray(right)) throw unsupported(name, left, right);
  if (isSeries(left) && isSeries(right)) return combinePoints(left, right, operation);
  if (isSeries(left)) return mapPoints(left, (value) => operation(value, right as number));
  if (isSeries(right)) return mapPoints(right, (value) => operation(left, value));
  return operation(left, right) ?? Number.NaN;
}

export function negate(value: Value, budget: MathBudget): Promise<Value> {
  return combineValues(-1, value, (one, other) => one * other, "-", budget);
}

/** The members of an array keep their own names, whichever side they stand on. */
function relabel(value: Value, label: string) {
  return { ...(value as Extract<Value, { points: unknown }>), label };
}

function unsupported(name: string, left: Value, right: Value): ExpressionError {
  return new ExpressionError(`Unsupported operand type(s) for ${name}: ${describe(left)} and ${describe(right)}`);
}
