import { SqlEvaluationError } from "./sql-error.ts";
import { sqlLimits } from "./sql-limits.ts";
import { toJson, type Value } from "./value.ts";
import { sizeOf } from "./value-size.ts";

/** JSON's bytes, no more than a message may have. Undefined gives none. */
export function boundedJson(value: Value): Buffer {
  if (Buffer.isBuffer(value)) return value;
  sizeOf(value, sqlLimits.outputBytes);
  const bytes = Buffer.from(toJson(value), "utf8");
  if (bytes.length > sqlLimits.outputBytes) throw new SqlEvaluationError("the output is longer than 128 KB");
  return bytes;
}
