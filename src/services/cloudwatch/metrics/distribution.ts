import { limits } from "../limits.ts";

/**
 * What is known of a metric's values over one span: count, sum, extremes and, unless statistic sets were published, how often
 * each value occurred, from which percentiles come. Up to `limits.exactValues` distinct values are exact; beyond, they are
 * rounded to logarithmic steps, so that a percentile is wrong by at most 1 %. CloudWatch itself does so ("SEH1").
 */
export class Distribution {
  count = 0;
  sum = 0;
  minimum = Number.POSITIVE_INFINITY;
  maximum = Number.NEGATIVE_INFINITY;
  /** Value → count. Undefined if a statistic set hides them. */
  values: Map<number, number> | undefined = new Map();
  /** The step that the values have been rounded to; 0 where they are exact. */
  #step = 0;

  add(value: number, count = 1): void {
    this.count += count;
    this.sum += value * count;
    if (value < this.minimum) this.minimum = value;
    if (value > this.maximum) this.maximum = value;
    if (this.values) this.#addValue(this.values, value, count);
  }

  /** A set of one value says what the value is; any other only its sums. */
  addSet(set: { count: number; sum: number; minimum: number; maximum: number }): void {
    if (set.minimum === set.maximum) {
      this.add(set.minimum, set.count);
      return;
    }
    this.#addSums(set);
    this.values = undefined;
  }

  merge(other: Distribution): void {
    this.#addSums(other);
    if (!this.values || !other.values) {
      this.values = undefined;
      return;
    }
    if (other.#step > this.#step) this.#coarsen(other.#step);
    for (const [value, count] of other.values) this.#addValue(this.values, value, count);
  }

  /** In the order of the values. Undefined where they are not known. */
  sorted(): [value: number, count: number][] | undefined {
    return this.values && [...this.values].sort(([a], [b]) => a - b);
  }

  /** For JSON: `[value, count, …]` where the sums follow from it, else `[[count, sum, minimum, maximum], [value, count, …]]`. */
  encode(): EncodedDistribution {
    const pairs = this.values && [...this.values].flat();
    if (pairs && this.#step === 0) return pairs;
    return [[this.count, this.sum, this.minimum, this.maximum], pairs ?? null, this.#step];
  }

  static decode(encoded: EncodedDistribution): Distribution {
    const result = new Distribution();
    if (!isWithSums(encoded)) {
      for (let index = 0; index < encoded.length; index += 2) result.add(encoded[index] ?? 0, encoded[index + 1]);
      return result;
    }
    const [[count, sum, minimum, maximum], pairs, step] = encoded;
    result.#addSums({ count, sum, minimum, maximum });
    result.#step = step;
    result.values = pairs === null ? undefined : new Map();
    for (let index = 0; pairs && index < pairs.length; index += 2)
      result.values?.set(pairs[index] ?? 0, pairs[index + 1] ?? 0);
    return result;
  }

  #addSums(set: { count: number; sum: number; minimum: number; maximum: number }): void {
    this.count += set.count;
    this.sum += set.sum;
    this.minimum = Math.min(this.minimum, set.minimum);
    this.maximum = Math.max(this.maximum, set.maximum);
  }

  #addValue(values: Map<number, number>, value: number, count: number): void {
    const key = this.#step === 0 ? value : round(value, this.#step);
    values.set(key, (values.get(key) ?? 0) + count);
    if (values.size > (this.#step === 0 ? limits.exactValues : limits.roundedValues)) {
      // Values over hundreds of powers of ten would still be too many, so the step doubles until they fit.
      this.#coarsen(this.#step === 0 ? firstStep : this.#step * 2);
    }
  }

  #coarsen(step: number): void {
    const before = this.values;
    this.#step = step;
    this.values = new Map();
    for (const [value, count] of before ?? []) this.#addValue(this.values, value, count);
  }
}

type Pairs = readonly number[];
export type EncodedDistribution =
  | Pairs
  | readonly [
      sums: readonly [count: number, sum: number, minimum: number, maximum: number],
      pairs: Pairs | null,
      step: number,
    ];

function isWithSums(encoded: EncodedDistribution): encoded is Exclude<EncodedDistribution, Pairs> {
  return Array.isArray(encoded[0]);
}

/** The logarithm of the ratio of neighbouring steps: half of it, the largest error, is below 1 %. */
const firstStep = 0.019;

/** The step's middle, to five digits: the text of a block is made of these. */
function round(value: number, step: number): number {
  if (value === 0) return 0;
  const middle = Math.exp(Math.round(Math.log(Math.abs(value)) / step) * step);
  return Number((Math.sign(value) * middle).toPrecision(5));
}
