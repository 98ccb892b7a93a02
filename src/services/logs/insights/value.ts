import { parseDecimal } from "../filter-pattern/decimal.ts";

/** What a field or an expression has in one row. Absent is undefined. */
export type Value = string | number | boolean | Time | undefined;

/** A moment. In arithmetic it counts as its milliseconds; shown, it is a date. */
export class Time {
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

/** Undefined for what is not a number: the whole text must be one. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === "number") return Number.isNaN(value) ? undefined : value;
  if (value instanceof Time) return value.ms;
  if (typeof value === "boolean") return value ? 1 : 0;
  return value === undefined ? undefined : parseDecimal(value.trim());
}

/** `2026-01-31 23:59:59.999` for a time, `1` and `0` for a condition. Undefined for what is absent. */
export function toText(value: Value): string | undefined {
  if (typeof value === "string" || value === undefined) return value;
  if (value instanceof Time) return toDateText(value.ms);
  if (typeof value === "boolean") return value ? "1" : "0";
  return Number.isNaN(value) ? undefined : toNumberText(value);
}

export function isTrue(value: Value): boolean {
  return typeof value === "boolean" ? value : (toNumber(value) ?? 0) !== 0;
}

/** At most the digits that a double has, never an exponent for what is an integer. */
function toNumberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? BigInt(value).toString() : String(value);
}

const latestMs = 8.64e15;

function toDateText(ms: number): string {
  if (!(Math.abs(ms) <= latestMs)) return toNumberText(ms);
  return new Date(ms).toISOString().replace("T", " ").replace("Z", "");
}
