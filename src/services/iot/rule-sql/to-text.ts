import { sqlLimits } from "./sql-limits.ts";
import { toJson, type Value } from "./value.ts";
import { sizeOf } from "./value-size.ts";

/** The standard conversion to a String; Null and Undefined are none. Throws SqlEvaluationError. */
export function toText(value: Value): string | undefined {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return undefined;
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  if (typeof value !== "object") return String(value);
  sizeOf(value, sqlLimits.characters);
  return toJson(value);
}
