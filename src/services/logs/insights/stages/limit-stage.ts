import type { CreateStage } from "./stage.ts";

/** The first rows. */
export function limitStage(rows: number): CreateStage {
  return (next) => {
    let left = rows;
    return {
      push: (row) => {
        if (left <= 0) return;
        left--;
        next.push(row);
      },
      end: () => next.end(),
    };
  };
}
