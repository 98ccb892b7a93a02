import type { Shape } from "../model/shape.ts";
import { DecodeError } from "./decode-error.ts";
import { checkedNumber, isAnyNumber, numberType } from "./integer.ts";
import { formatTimestamp, parseTimestamp, type TextFormat } from "./timestamp.ts";

/** Single values as text: in headers, labels, query strings, form bodies and XML. */
export type FromText = (text: string) => unknown;
export type ToText = (value: never) => string;

export function fromText(shape: Shape): FromText {
  switch (shape.kind) {
    case "string":
    case "decimal":
    case "document":
      return (text) => text;
    case "integer":
    case "long":
    case "number":
    case "double":
      return (text) => parseNumber(text, shape);
    case "boolean":
      return parseBoolean;
    case "timestamp":
      return parseTimestamp;
    case "blob":
    case "stream":
      return (text) => Buffer.from(text, "base64");
    case "bigint":
      return parseBigInt;
    default:
      throw new Error(`${shape.name} is no single value but a ${shape.kind}`);
  }
}

/** `format` is the protocol's for timestamps; a shape's own wins. */
export function toText(shape: Shape, format: TextFormat): ToText {
  switch (shape.kind) {
    case "timestamp": {
      // A shape that says date-time says nothing about milliseconds.
      const own =
        shape.format === "date-time" && format === "date-time-milliseconds" ? format : (shape.format ?? format);
      return (date: Date) => formatTimestamp(date, own);
    }
    case "blob":
      return (value: Uint8Array | string) => Buffer.from(value as never).toString("base64");
    case "double":
      return printDouble;
    default:
      return String;
  }
}

/** Java's text of a double is never without a decimal point: `1.0`, `1.0E7`. */
export function printDouble(value: number): string {
  if (!Number.isInteger(value)) return String(value);
  if (Math.abs(value) < 1e7) return `${value}.0`;
  const [digits = "", exponent] = value.toExponential().split("e+");
  return `${digits}${digits.includes(".") ? "" : ".0"}E${exponent}`;
}

function parseNumber(text: string, shape: Shape): number {
  const trimmed = text.trim();
  // `Number` also reads what no client sends for a number: hexadecimal, binary and the empty string.
  if (!decimal.test(trimmed) && !(isAnyNumber(shape) && specialNumbers.has(trimmed))) {
    throw new DecodeError(`'${text}' cannot be converted to ${numberType(shape)}`);
  }
  return checkedNumber(Number(trimmed), shape);
}

const decimal = /^[-+]?(\d+(?:\.\d*)?|\.\d+)([eE][-+]?\d+)?$/;
const specialNumbers = new Set(["NaN", "Infinity", "-Infinity"]);

function parseBoolean(text: string): boolean {
  // Old clients capitalise, and form bodies were once written with digits.
  if (text === "true" || text === "True" || text === "1") return true;
  if (text === "false" || text === "False" || text === "0") return false;
  throw new DecodeError(`'${text}' cannot be converted to Boolean`);
}

function parseBigInt(text: string): bigint {
  if (!/^-?\d{1,1000}$/.test(text)) throw new DecodeError(`'${text}' cannot be converted to BigInteger`);
  return BigInt(text);
}
