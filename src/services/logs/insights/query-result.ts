import type { Row } from "./row.ts";
import { toText } from "./value.ts";

/** What a query has found so far. */
export class QueryResult {
  readonly columns: readonly string[];
  readonly #mostBytes: number;
  readonly #rows: (readonly (string | undefined)[])[] = [];
  #bytes = 0;
  #isFull = false;
  recordsScanned = 0;
  recordsMatched = 0;
  bytesScanned = 0;

  constructor(columns: readonly string[], mostBytes: number) {
    this.columns = columns;
    this.#mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get rowCount(): number {
    return this.#rows.length;
  }

  /** As many rows as fit in memory: what is more is left out, and the count of matches tells so. */
  add(row: Row): void {
    if (this.#isFull) return;
    const values = this.columns.map((column) => toText(row.get(column)));
    const bytes = values.reduce((sum, value) => sum + 16 + (value?.length ?? 0), 0);
    this.#isFull = this.#rows.length > 0 && this.#bytes + bytes > this.#mostBytes;
    if (this.#isFull) return;
    this.#rows.push(values);
    this.#bytes += bytes;
  }

  /** Fields that a row has not are left out. */
  page(from: number, count: number): { field: string; value: string }[][] {
    return this.#rows
      .slice(from, from + count)
      .map((values) =>
        values.flatMap((value, index) => (value === undefined ? [] : [{ field: this.columns[index] ?? "", value }])),
      );
  }
}
