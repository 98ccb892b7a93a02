import type { Row } from "../row.ts";

/** One step of a query. Rows are pushed through; whoever has to see all of them gives out at the end. */
export interface Stage {
  push(row: Row): void;
  /** No row follows. */
  end(): void;
}

/** Makes the step that hands its rows on to `next`. */
export type CreateStage = (next: Stage) => Stage;

/** A step that looks at each row by itself; `work` says whether the row goes on. */
export function eachRow(work: (row: Row) => boolean): CreateStage {
  return (next) => ({
    push: (row) => {
      if (work(row)) next.push(row);
    },
    end: () => next.end(),
  });
}
