import type { Evaluate } from "../functions/insights-function.ts";
import type { MemoryBudget } from "../stats/memory-budget.ts";
import { toText } from "../value.ts";
import type { CreateStage } from "./stage.ts";

/** The first row of each combination of values. A row without one of the fields is no duplicate of any. Source: "dedup". */
export function dedupStage(fields: readonly Evaluate[], budget: MemoryBudget): CreateStage {
  return (next) => {
    const seen = new Set<string>();
    return {
      push: (row) => {
        const values = fields.map((field) => toText(field(row)));
        if (values.every((value) => value !== undefined)) {
          const key = JSON.stringify(values);
          if (seen.has(key)) return;
          budget.take(1 + Math.ceil(key.length / 64));
          seen.add(key);
        }
        next.push(row);
      },
      end: () => next.end(),
    };
  };
}
