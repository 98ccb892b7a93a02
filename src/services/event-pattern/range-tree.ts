import type { NumericRange } from "./value-test.ts";

interface Node<T> {
  readonly middle: number;
  /** The ranges that have the middle, from the lowest bottom on and from the highest top on. */
  readonly byBottom: readonly (readonly [NumericRange, T])[];
  readonly byTop: readonly (readonly [NumericRange, T])[];
  readonly below: Node<T> | undefined;
  readonly above: Node<T> | undefined;
}

/** Which of many ranges a number is in: costs by those it is in. Ends count as within: whoever asks looks again whether an end is open. */
export class RangeTree<T> {
  readonly #root: Node<T> | undefined;

  constructor(ranges: readonly (readonly [NumericRange, T])[]) {
    this.#root = build(ranges);
  }

  at(value: number, found: (owner: T) => void): void {
    for (let node = this.#root; node; node = value < node.middle ? node.below : node.above) {
      if (value < node.middle) {
        for (const [{ bottom }, owner] of node.byBottom) {
          if (bottom > value) break;
          found(owner);
        }
      } else {
        for (const [{ top }, owner] of node.byTop) {
          if (top < value) break;
          found(owner);
        }
      }
    }
  }
}

function build<T>(ranges: readonly (readonly [NumericRange, T])[]): Node<T> | undefined {
  if (ranges.length === 0) return undefined;
  const ends = ranges
    .flatMap(([{ bottom, top }]) => [bottom, top])
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const middle = ends[ends.length >> 1] ?? 0;
  const here = ranges.filter(([{ bottom, top }]) => bottom <= middle && top >= middle);
  return {
    middle,
    byBottom: here.toSorted(([a], [b]) => (a.bottom < b.bottom ? -1 : a.bottom > b.bottom ? 1 : 0)),
    byTop: here.toSorted(([a], [b]) => (a.top > b.top ? -1 : a.top < b.top ? 1 : 0)),
    below: build(ranges.filter(([{ top }]) => top < middle)),
    above: build(ranges.filter(([{ bottom }]) => bottom > middle)),
  };
}
