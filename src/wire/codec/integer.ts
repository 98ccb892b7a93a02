import type { Shape } from "../model/shape.ts";
import { DecodeError } from "./decode-error.ts";

/** The model's name for a number's type, as AWS's messages have it. */
export function numberType({ kind }: Shape): string {
  return kind === "integer" ? "Integer" : kind === "long" ? "Long" : "Double";
}

/** Refuses fractions and what does not fit: 32 bits for an integer, 64 for a long. Floats pass as they are. */
export function checkedNumber(value: number, shape: Shape): number {
  if (isAnyNumber(shape)) return value;
  const limit = shape.kind === "integer" ? 2 ** 31 : 2 ** 63;
  if (Number.isInteger(value) && value >= -limit && value < limit) return value;
  // 2^63 - 1 becomes 2^63 when it is parsed.
  if (shape.kind === "long" && value === limit) return value;
  throw new DecodeError(`${value} cannot be converted to ${numberType(shape)}`);
}

/** Neither whole nor limited by its type. */
export function isAnyNumber({ kind }: Shape): boolean {
  return kind === "number" || kind === "double";
}
