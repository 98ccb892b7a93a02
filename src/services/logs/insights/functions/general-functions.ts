import { isTrue } from "../value.ts";
import { valueFunction } from "./insights-function.ts";

export const generalFunctions = {
  ispresent: valueFunction(1, 1, (value) => value !== undefined),
  coalesce: valueFunction(1, 100, (...values) => values.find((value) => value !== undefined)),
  if: valueFunction(3, 3, (condition, yes, no) => (isTrue(condition) ? yes : no)),
} as const;
