import { remainder } from "./functions/numbers.ts";
import type { BinaryOperator } from "./syntax.ts";
import { toText } from "./to-text.ts";
import { isInt, isNumber, isObject, type SqlNumber, toBoolean, toDecimal, type Value } from "./value.ts";

/** All but AND and OR, which need not look at both. Source: "AWS IoT SQL reference", "Operators". */
export type StrictOperator = Exclude<BinaryOperator, "and" | "or">;

export const operators: Readonly<Record<StrictOperator, (left: Value, right: Value) => Value>> = {
  "=": isEqual,
  "<>": (left, right) => not(isEqual(left, right)),
  "<": (left, right) => compare(left, right, (x, y) => x < y),
  "<=": (left, right) => compare(left, right, (x, y) => x <= y),
  ">": (left, right) => compare(left, right, (x, y) => x > y),
  ">=": (left, right) => compare(left, right, (x, y) => x >= y),
  "+": add,
  "-": (left, right) =>
    calculate(
      left,
      right,
      (x, y) => x - y,
      (x, y) => x - y,
    ),
  "*": (left, right) =>
    calculate(
      left,
      right,
      (x, y) => x * y,
      (x, y) => x * y,
    ),
  "/": divide,
  "%": remainder,
  in: (left, right) =>
    left === undefined || !Array.isArray(right) ? undefined : right.some((item) => isEqual(left, item) === true),
};

/** `true` and `false` as texts count. */
export function not(value: Value): boolean | undefined {
  const truth = toBoolean(value);
  return truth === undefined ? undefined : !truth;
}

/** Of different types nothing is equal; with Undefined nothing can be said. */
export function isEqual(left: Value, right: Value): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  return isSame(left, right);
}

function isSame(left: Value, right: Value): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: a bigint equals a number of the same value by this operator only.
  if (isNumber(left) && isNumber(right)) return left == right;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => isSame(item, right[index]));
  if (Buffer.isBuffer(left) && Buffer.isBuffer(right)) return left.equals(right);
  if (!isObject(left) || !isObject(right)) return left === right;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]))
  );
}

function compare(left: Value, right: Value, holds: (x: SqlNumber, y: SqlNumber) => boolean): Value {
  const [x, y] = [toDecimal(left) ?? undefined, toDecimal(right) ?? undefined];
  return x === undefined || y === undefined ? undefined : holds(x, y);
}

function add(left: Value, right: Value): Value {
  if (isNumber(left) && isNumber(right))
    return calculate(
      left,
      right,
      (x, y) => x + y,
      (x, y) => x + y,
    );
  if (typeof left !== "string" && typeof right !== "string") return undefined;
  const [start, end] = [toText(left), toText(right)];
  return start === undefined || end === undefined ? undefined : start + end;
}

/** Whole numbers stay exact, beyond the doubles as bigint. */
function calculate(
  left: Value,
  right: Value,
  ofDoubles: (x: number, y: number) => number,
  ofInts: (x: bigint, y: bigint) => bigint,
): Value {
  const [x, y] = [toDecimal(left) ?? undefined, toDecimal(right) ?? undefined];
  if (x === undefined || y === undefined) return undefined;
  const result = ofDoubles(Number(x), Number(y));
  if (Number.isSafeInteger(result) && typeof x === "number" && typeof y === "number") return result;
  if (isInt(x) && isInt(y) && Math.abs(result) < 1e34) {
    const exact = ofInts(BigInt(x), BigInt(y));
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
  }
  return Number.isFinite(result) ? result : undefined;
}

/** What does not come out even is a Decimal, also of two Ints: the manual's 43 * 5 / 9 is 23.89. */
function divide(left: Value, right: Value): Value {
  const [x, y] = [toDecimal(left) ?? undefined, toDecimal(right) ?? undefined];
  if (x === undefined || y === undefined || Number(y) === 0) return undefined;
  if (isInt(x) && isInt(y) && (typeof x === "bigint" || typeof y === "bigint")) {
    const [dividend, divisor] = [BigInt(x), BigInt(y)];
    if (dividend % divisor === 0n)
      return calculate(
        dividend / divisor,
        0,
        (a) => a,
        (a) => a,
      );
  }
  return Number(x) / Number(y);
}
