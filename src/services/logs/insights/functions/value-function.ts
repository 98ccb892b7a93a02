import type { Value } from "../value.ts";
import type { InsightsFunction } from "./functions.ts";

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
