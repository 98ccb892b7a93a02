import type { Value } from "./value.ts";

/** What a query's commands work on: an event, or later what `stats` has made of many. */
export interface Row {
  get(name: string): Value;
  set(name: string, value: Value): void;
  /** What it takes in memory, roughly. */
  readonly bytes: number;
}

/** A row of `stats`. */
export class PlainRow implements Row {
  readonly #values = new Map<string, Value>();

  get(name: string): Value {
    return this.#values.get(name);
  }

  set(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  get bytes(): number {
    let bytes = rowBytes;
    for (const value of this.#values.values()) bytes += valueBytes(value);
    return bytes;
  }
}

/** What a row takes beside its texts. */
export const rowBytes = 200;

export function valueBytes(value: Value): number {
  return typeof value === "string" ? value.length + 24 : 24;
}
