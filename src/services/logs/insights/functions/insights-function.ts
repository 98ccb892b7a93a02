import type { CallExpression, Expression } from "../expression.ts";
import type { Row } from "../row.ts";
import type { Value } from "../value.ts";

export type Evaluate = (row: Row) => Value;

export interface FunctionContext {
  readonly nowMs: number;
}

/** One function of the language. */
export interface InsightsFunction {
  /** The number of its arguments. */
  readonly least: number;
  readonly most: number;
  readonly build: (call: CallExpression, context: FunctionContext, compile: (part: Expression) => Evaluate) => Evaluate;
}

/** A function that only looks at its arguments' values. */
export function valueFunction(least: number, most: number, apply: (...values: Value[]) => Value): InsightsFunction {
  return {
    least,
    most,
    build: (call, _, compile) => {
      const [first, second, ...more] = call.arguments.map(compile);
      if (!first) return () => apply();
      if (!second) return (row) => apply(first(row));
      if (more.length === 0) return (row) => apply(first(row), second(row));
      return (row) => apply(first(row), second(row), ...more.map((evaluate) => evaluate(row)));
    },
  };
}
