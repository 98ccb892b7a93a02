import { isInt, type SqlNumber, toDecimal, toInt, type Value } from "../value.ts";
import type { SqlFunction } from "./sql-function.ts";

/** Null is no number to a function, though the standard conversion keeps it. */
function numberOf(value: Value): SqlNumber | undefined {
  return toDecimal(value) ?? undefined;
}

/** What is no number (imaginary, or beyond all) is Undefined. */
function real(value: number): Value {
  return Number.isFinite(value) ? value : undefined;
}

const ofDouble = (compute: (x: number) => number): SqlFunction => ({
  least: 1,
  most: 1,
  apply: ([value]) => {
    const number = numberOf(value);
    return number === undefined ? undefined : real(compute(Number(number)));
  },
});

const ofTwoDoubles = (compute: (x: number, y: number) => number): SqlFunction => ({
  least: 2,
  most: 2,
  apply: ([left, right]) => {
    const [x, y] = [numberOf(left), numberOf(right)];
    return x === undefined || y === undefined ? undefined : real(compute(Number(x), Number(y)));
  },
});

/** An Int stays what it is. */
const rounded = (round: (x: number) => number): SqlFunction => ({
  least: 1,
  most: 1,
  apply: ([value]) => {
    const number = numberOf(value);
    return number === undefined || isInt(number) ? number : real(round(number));
  },
});

/** 64 bits, as Java's long has. */
const ofBits = (combine: (x: bigint, y: bigint) => bigint): SqlFunction => ({
  least: 2,
  most: 2,
  apply: ([left, right]) => {
    const [x, y] = [bitsOf(left), bitsOf(right)];
    return x === undefined || y === undefined ? undefined : toSqlNumber(combine(x, y));
  },
});

function bitsOf(value: Value): bigint | undefined {
  const number = numberOf(value);
  if (number === undefined) return undefined;
  const whole = typeof number === "bigint" ? number : Math.floor(number);
  return typeof whole === "number" && !Number.isFinite(whole) ? undefined : BigInt.asIntN(64, BigInt(whole));
}

function toSqlNumber(value: bigint): SqlNumber {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

const modulo: SqlFunction = { least: 2, most: 2, apply: ([left, right]) => remainder(left, right) };

/** `%`, `mod` and `remainder`. */
export function remainder(left: Value, right: Value): Value {
  const [x, y] = [numberOf(left), numberOf(right)];
  if (x === undefined || y === undefined || Number(y) === 0) return undefined;
  if (isInt(x) && isInt(y) && (typeof x === "bigint" || typeof y === "bigint"))
    return toSqlNumber(BigInt(x) % BigInt(y));
  return real(Number(x) % Number(y));
}

export const numberFunctions: Readonly<Record<string, SqlFunction>> = {
  abs: {
    least: 1,
    most: 1,
    apply: ([value]) => {
      const number = numberOf(value);
      return typeof number === "bigint" ? (number < 0n ? -number : number) : number && Math.abs(number);
    },
  },
  acos: ofDouble(Math.acos),
  asin: ofDouble(Math.asin),
  atan: ofDouble(Math.atan),
  atan2: ofTwoDoubles(Math.atan2),
  bitand: ofBits((x, y) => x & y),
  bitor: ofBits((x, y) => x | y),
  bitxor: ofBits((x, y) => x ^ y),
  bitnot: {
    least: 1,
    most: 1,
    apply: ([value]) => {
      const bits = bitsOf(value);
      return bits === undefined ? undefined : toSqlNumber(~bits);
    },
  },
  ceil: rounded(Math.ceil),
  cos: ofDouble(Math.cos),
  cosh: ofDouble(Math.cosh),
  exp: ofDouble(Math.exp),
  floor: rounded(Math.floor),
  ln: ofDouble((x) => (x <= 0 ? Number.NaN : Math.log(x))),
  log: ofDouble((x) => (x <= 0 ? Number.NaN : Math.log10(x))),
  mod: modulo,
  nanvl: {
    least: 2,
    most: 2,
    apply: ([value, instead]) =>
      value === undefined || value === null || (typeof value === "number" && Number.isNaN(value)) ? instead : value,
  },
  power: ofTwoDoubles((x, y) => x ** y),
  remainder: modulo,
  // Half goes away from zero: the manual's round(-1.5) is -2.
  round: rounded((x) => Math.sign(x) * Math.round(Math.abs(x))),
  sign: {
    least: 1,
    most: 1,
    apply: ([value]) => {
      const number = numberOf(value);
      return number === undefined ? undefined : Math.sign(Number(number));
    },
  },
  sin: ofDouble(Math.sin),
  sinh: ofDouble(Math.sinh),
  sqrt: ofDouble(Math.sqrt),
  tan: ofDouble(Math.tan),
  tanh: ofDouble(Math.tanh),
  trunc: {
    least: 2,
    most: 2,
    apply: ([value, digits]) => {
      const number = numberOf(value);
      const places = typeof digits === "string" ? undefined : toInt(digits);
      if (number === undefined || places === undefined) return undefined;
      return isInt(number) ? number : truncated(number, Math.min(34, Math.max(0, places)));
    },
  },
};

/** By its digits: a product with a power of ten would not be exact (2.3 · 10² is 229.99…). */
function truncated(number: number, places: number): Value {
  const text = String(number);
  if (text.includes("e")) return Math.abs(number) >= 1 ? number : 0;
  const [whole = "0", fraction = ""] = text.split(".");
  return Number(`${whole}.${fraction.slice(0, places)}0`);
}
