import { invalidRequest } from "../errors.ts";
import { limits } from "../limits.ts";
import type { Trace } from "../traces/trace.ts";
import { parseFilter } from "./parse-filter.ts";

/** Whether a trace is wanted, by a filter expression; all are where there is none. Throws InvalidRequestException. */
export function compileFilter(expression: string | undefined): (trace: Trace) => boolean {
  if (expression === undefined || expression.trim() === "") return () => true;
  if (expression.length > limits.expressionCharacters) throw invalidRequest("FilterExpression is too long");
  return parseFilter(expression);
}
