import type { MemoryBudget } from "./memory-budget.ts";

/** So many values are kept as they are; for more, only how many lie in each narrow range. */
const exactValues = 2_000;
/** The ranges grow by a hundredth, so a percentile of many values is off by half a percent at the most. */
const growth = Math.log(1.01);

/** Percentiles of any number of values in bounded memory. */
export class PercentileSketch {
  readonly #budget: MemoryBudget;
  #values: number[] | undefined = [];
  readonly #ranges = new Map<number, number>();
  #count = 0;

  constructor(budget: MemoryBudget) {
    this.#budget = budget;
  }

  add(value: number): void {
    this.#count++;
    if (!this.#values) {
      this.#addToRange(value);
      return;
    }
    this.#budget.take(1);
    this.#values.push(value);
    if (this.#values.length >= exactValues) this.#sumUp(this.#values);
  }

  /** The value below or at which `percent` of all lie; undefined without any. */
  at(percent: number): number | undefined {
    if (this.#count === 0) return undefined;
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#count));
    if (this.#values) return this.#values.toSorted((a, b) => a - b)[rank - 1];
    let seen = 0;
    for (const [range, count] of [...this.#ranges].sort(([a], [b]) => middleOf(a) - middleOf(b))) {
      seen += count;
      if (seen >= rank) return middleOf(range);
    }
    return undefined;
  }

  #sumUp(values: readonly number[]): void {
    for (const value of values) this.#addToRange(value);
    this.#budget.give(values.length);
    this.#values = undefined;
  }

  #addToRange(value: number): void {
    const range = rangeOf(value);
    const count = this.#ranges.get(range);
    if (count === undefined) this.#budget.take(1);
    this.#ranges.set(range, (count ?? 0) + 1);
  }
}

/** 0 for zero; the ranges of positive numbers are odd, those of negative ones even. */
function rangeOf(value: number): number {
  if (value === 0) return 0;
  const size = Math.floor(Math.log(Math.abs(value)) / growth);
  return (size + offset) * 2 + (value > 0 ? 1 : 0);
}

/** More than any double's logarithm in these steps, so ranges are positive. */
const offset = 100_000;

function middleOf(range: number): number {
  if (range === 0) return 0;
  const size = Math.floor(range / 2) - offset;
  return Math.exp((size + 0.5) * growth) * (range % 2 === 1 ? 1 : -1);
}
