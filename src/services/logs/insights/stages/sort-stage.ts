import { limits } from "../../limits.ts";
import type { Evaluate } from "../functions/insights-function.ts";
import { compareNaturally } from "../natural-order.ts";
import type { Row } from "../row.ts";
import { QueryTooLargeError } from "../stats/memory-budget.ts";
import type { Value } from "../value.ts";
import type { CreateStage } from "./stage.ts";

export interface CompiledSortKey {
  readonly evaluate: Evaluate;
  readonly descending: boolean;
}

interface SortedRow {
  readonly row: Row;
  readonly keys: readonly Value[];
  /** In the order of their coming: equal rows stay in it. */
  readonly place: number;
}

/**
 * Gives its rows out in order at the end. `wanted` is how many of them can matter: it keeps at the most twice as many, and
 * throws the last ones away now and then. Undefined if all matter; then too many fail the query.
 */
export function sortStage(keys: readonly CompiledSortKey[], wanted: number | undefined): CreateStage {
  return (next) => {
    let rows: SortedRow[] = [];
    let bytes = 0;
    let place = 0;
    const most = wanted ?? limits.insightsMostRows;
    const prune = (count: number) => {
      rows.sort((a, b) => compareRows(a, b, keys));
      rows = rows.slice(0, count);
      bytes = rows.reduce((sum, { row }) => sum + row.bytes, 0);
      // What does not fit could not be shown either.
      while (bytes > limits.insightsRowBytes && rows.length > 1) bytes -= rows.pop()?.row.bytes ?? 0;
    };
    return {
      push: (row) => {
        rows.push({ row, keys: keys.map(({ evaluate }) => evaluate(row)), place: place++ });
        bytes += row.bytes;
        const isFull = rows.length >= most * 2 || bytes > limits.insightsRowBytes * 2;
        if (!isFull) return;
        if (wanted === undefined) throw new QueryTooLargeError("sort holds too many rows");
        prune(wanted);
      },
      end: () => {
        if (wanted === undefined) rows.sort((a, b) => compareRows(a, b, keys));
        else prune(wanted);
        for (const { row } of rows) next.push(row);
        rows = [];
        next.end();
      },
    };
  };
}

function compareRows(a: SortedRow, b: SortedRow, keys: readonly CompiledSortKey[]): number {
  for (const [index, { descending }] of keys.entries()) {
    const order = compareNaturally(a.keys[index], b.keys[index]);
    if (order !== 0) return descending ? -order : order;
  }
  return a.place - b.place;
}
