import type { TimestampFormat } from "../model/shape.ts";
import { DecodeError } from "./decode-error.ts";

/** A text's format: S3 and EC2 always write a date-time's milliseconds (`…:30.000Z`), the other services only where there are some. */
export type TextFormat = TimestampFormat | "date-time-milliseconds";

export function formatTimestamp(date: Date, format: TextFormat): string {
  if (format === "epoch-seconds") return String(date.getTime() / 1000);
  // toUTCString is the format of HTTP dates, by ECMAScript's own definition.
  if (format === "http-date") return date.toUTCString();
  return format === "date-time" ? date.toISOString().replace(".000Z", "Z") : date.toISOString();
}

/** Reads any of the three formats in any place: clients of several generations disagree on which goes where. */
export function parseTimestamp(value: unknown): Date {
  const date = toDate(value);
  if (Number.isNaN(date.getTime())) throw new DecodeError(`${show(value)} cannot be converted to timestamp`);
  return date;
}

/** JSON has no form for CBOR's 64 bits. */
function show(value: unknown): string {
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

function toDate(value: unknown): Date {
  if (typeof value === "number") return new Date(Math.round(value * 1000));
  if (value instanceof Date) return value;
  if (typeof value !== "string") return new Date(Number.NaN);
  return epochSeconds.test(value) ? new Date(Math.round(Number(value) * 1000)) : new Date(value);
}

const epochSeconds = /^-?\d+(\.\d+)?([eE]\d+)?$/;
