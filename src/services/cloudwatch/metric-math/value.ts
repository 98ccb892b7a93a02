import { ExpressionError } from "./expression.ts";
import type { TimeSeries } from "./time-series.ts";

/** What an expression gives: a scalar, a time series, an array of these, or a text (a function's setting). */
export type Value = number | string | TimeSeries | readonly TimeSeries[];

export function isSeries(value: Value): value is TimeSeries {
  return typeof value === "object" && !Array.isArray(value);
}

export function isArray(value: Value): value is readonly TimeSeries[] {
  return Array.isArray(value);
}

/** A series is an array of one, for functions that take either. */
export function toArray(value: Value, what: string): readonly TimeSeries[] {
  if (isArray(value)) return value;
  if (isSeries(value)) return [value];
  throw new ExpressionError(`${what} takes time series, not ${describe(value)}`);
}

export function toNumber(value: Value, what: string): number {
  if (typeof value === "number") return value;
  throw new ExpressionError(`${what} takes a number, not ${describe(value)}`);
}

export function describe(value: Value): string {
  if (typeof value === "number") return "a scalar";
  if (typeof value === "string") return "a string";
  return isArray(value) ? "an array of time series" : "a time series";
}
