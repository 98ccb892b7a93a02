import { SqlEvaluationError } from "./sql-error.ts";
import { isObject, type Value } from "./value.ts";

/** Deeper than any device writes, and far from where the stack ends. */
const mostLevels = 500;

/**
 * About how many characters it has as JSON, no more. Throws SqlEvaluationError as soon as there are too many: one part of a payload can stand in a value so
 * often that nothing could hold its JSON.
 */
export function sizeOf(value: Value, most: number): number {
  const count = (inner: Value, before: number, level: number): number => {
    let size = before + (typeof inner === "string" ? inner.length + 2 : 1);
    if (size > most) throw new SqlEvaluationError("a value is too long");
    if (typeof inner !== "object" || inner === null) return size;
    if (level > mostLevels) throw new SqlEvaluationError("a value is nested too deeply");
    if (Array.isArray(inner)) for (const item of inner) size = count(item, size, level + 1);
    else if (isObject(inner))
      for (const [name, member] of Object.entries(inner)) size = count(member, size + name.length, level + 1);
    return size;
  };
  return count(value, 0, 0);
}
