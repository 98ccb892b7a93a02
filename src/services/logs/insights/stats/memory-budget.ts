import { limits } from "../../limits.ts";

/** A query that needs more memory than one may have fails. */
export class QueryTooLargeError extends Error {}

/** Counts what the aggregates of a query hold together: values kept for percentiles, members of sets, groups. */
export class MemoryBudget {
  #cells = 0;

  take(cells: number): void {
    this.#cells += cells;
    if (this.#cells > limits.insightsStatsCells) throw new QueryTooLargeError("stats holds too many values");
  }

  give(cells: number): void {
    this.#cells -= cells;
  }
}
