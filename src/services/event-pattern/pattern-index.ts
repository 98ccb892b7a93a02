import { EventFields, type Leaf, matchesLeaves, PathNode, toLeaf } from "./event-fields.ts";
import type { Pattern } from "./pattern.ts";
import { RangeTree } from "./range-tree.ts";
import type { NumericRange, Scalar, ValueTest } from "./value-test.ts";

/** One way of a pattern, and whose it is. */
interface IndexedWay {
  readonly leaves: readonly Leaf[];
  /** The pattern's place among the patterns. */
  readonly owner: number;
  /** The number of the event that it was last looked at for: of thousands of values that lead to it the first is enough, as all are looked at then. */
  lookedAtFor: number;
}

/** The ways that a value of one path may begin to match, by what they ask of it. */
interface PathIndex {
  readonly exact: Map<Scalar, IndexedWay[]>;
  readonly folded: Map<string, IndexedWay[]>;
  readonly prefixes: AffixIndex;
  readonly suffixes: AffixIndex;
  readonly ranges: [NumericRange, IndexedWay][];
  rangeTree: RangeTree<IndexedWay> | undefined;
  /** Those that any value may begin to match. */
  readonly any: IndexedWay[];
}

interface AffixIndex {
  readonly byText: Map<string, IndexedWay[]>;
  readonly lengths: Set<number>;
}

/**
 * Many patterns at once. An event costs by what it has and by the patterns that it nearly matches, not by their number: each way of a pattern waits at the
 * one path, and there at the one kind of test, that the fewest others have, and is looked at as a whole only when the event has such a value.
 */
export class PatternIndex<T> {
  readonly #root = new PathNode();
  readonly #ofNode = new Map<PathNode, PathIndex>();
  readonly #owners: readonly T[];
  readonly #ways: readonly IndexedWay[];
  /** Those that ask only that something is not there. */
  readonly #always: IndexedWay[] = [];
  /** By owner, the number of the event that it was last found for: nobody is found twice. */
  readonly #foundFor: Uint32Array;
  #events = 0;

  constructor(patterns: Iterable<readonly [Pattern, T]>) {
    const entries = [...patterns];
    this.#owners = entries.map(([, owner]) => owner);
    this.#foundFor = new Uint32Array(entries.length);
    const ways: IndexedWay[] = [];
    const counts = new Map<PathNode, Map<string, number>>();
    for (const [owner, [{ ways: given }]] of entries.entries())
      for (const way of given) {
        const leaves = [...way].map(([path, tests]) => toLeaf(this.#root.at(path), tests));
        ways.push({ owner, leaves, lookedAtFor: 0 });
        for (const leaf of leaves) count(counts, leaf);
      }
    this.#ways = ways;
    for (const way of ways) this.#add(way, counts);
    for (const index of this.#ofNode.values())
      if (index.ranges.length > 0) index.rangeTree = new RangeTree(index.ranges);
  }

  /** Whose patterns the event matches, each once, in the order in which they were given. */
  match(event: object): T[] {
    const fields = new EventFields(event, this.#root);
    this.#events = (this.#events + 1) % 0xffff_ffff || this.#forget();
    const found: number[] = [];
    try {
      for (const way of this.#always) this.#look(way, fields, found);
      for (const node of fields.present) {
        const index = this.#ofNode.get(node);
        if (!index) continue;
        for (const value of node.values.length > 1 ? new Set(node.values) : node.values)
          this.#lookFor(value, index, fields, found);
      }
    } finally {
      fields.release();
    }
    return found.sort((a, b) => a - b).map((owner) => this.#owners[owner] as T);
  }

  #lookFor(value: Scalar, index: PathIndex, fields: EventFields, found: number[]): void {
    const look = (ways: readonly IndexedWay[] | undefined) => {
      if (ways) for (const way of ways) this.#look(way, fields, found);
    };
    look(index.exact.get(value));
    look(index.any);
    if (typeof value === "number") index.rangeTree?.at(value, (way) => this.#look(way, fields, found));
    if (typeof value !== "string") return;
    if (index.folded.size > 0) look(index.folded.get(value.toLowerCase()));
    for (const length of index.prefixes.lengths)
      if (length <= value.length) look(index.prefixes.byText.get(value.slice(0, length)));
    for (const length of index.suffixes.lengths)
      if (length <= value.length) look(index.suffixes.byText.get(value.slice(value.length - length)));
  }

  #look(way: IndexedWay, fields: EventFields, found: number[]): void {
    if (way.lookedAtFor === this.#events || this.#foundFor[way.owner] === this.#events) return;
    way.lookedAtFor = this.#events;
    if (!matchesLeaves(way.leaves, fields)) return;
    this.#foundFor[way.owner] = this.#events;
    found.push(way.owner);
  }

  #forget(): number {
    this.#foundFor.fill(0);
    for (const way of this.#ways) way.lookedAtFor = 0;
    return 1;
  }

  #add(way: IndexedWay, counts: ReadonlyMap<PathNode, ReadonlyMap<string, number>>): void {
    let best: Leaf | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const leaf of way.leaves) {
      if (leaf.allowsAbsence) continue;
      let cost = 0;
      for (const test of leaf.tests) cost += counts.get(leaf.node)?.get(keyOf(test)) ?? 0;
      if (cost < least) {
        least = cost;
        best = leaf;
      }
    }
    if (!best) {
      this.#always.push(way);
      return;
    }
    const index = this.#indexOf(best.node);
    for (const test of best.tests) put(index, test, way);
  }

  #indexOf(node: PathNode): PathIndex {
    let index = this.#ofNode.get(node);
    if (!index) {
      const affixes = (): AffixIndex => ({ byText: new Map(), lengths: new Set() });
      index = {
        exact: new Map(),
        folded: new Map(),
        prefixes: affixes(),
        suffixes: affixes(),
        ranges: [],
        rangeTree: undefined,
        any: [],
      };
      this.#ofNode.set(node, index);
    }
    return index;
  }
}

/** Whether one event matches one pattern: for those that have but one at a time. */
export function createMatcher(pattern: Pattern): (event: object) => boolean {
  const index = new PatternIndex([[pattern, true]]);
  return (event) => index.match(event).length > 0;
}

function count(counts: Map<PathNode, Map<string, number>>, { node, tests }: Leaf): void {
  let atNode = counts.get(node);
  if (!atNode) {
    atNode = new Map();
    counts.set(node, atNode);
  }
  for (const test of tests) {
    const key = keyOf(test);
    atNode.set(key, (atNode.get(key) ?? 0) + 1);
  }
}

/** What of a test its place in the index is found by: those of one path that have the same are all looked at together. */
function keyOf(test: ValueTest): string {
  switch (test.kind) {
    case "exact":
      return `=${typeof test.value} ${test.value}`;
    case "whole":
      return `~${test.text}`;
    case "prefix":
    case "suffix":
      return test.ignoresCase ? "any" : `${test.kind} ${test.text}`;
    case "range":
      return `${test.range.bottom} ${test.range.top}`;
    case "wildcard": {
      const { first, last } = test.wildcard;
      if (last === undefined) return `=string ${first}`;
      return first !== "" ? `prefix ${first}` : last !== "" ? `suffix ${last}` : "any";
    }
    default:
      return "any";
  }
}

function put(index: PathIndex, test: ValueTest, way: IndexedWay): void {
  switch (test.kind) {
    case "exact":
      append(index.exact, test.value, way);
      break;
    case "whole":
      append(index.folded, test.text, way);
      break;
    case "range":
      index.ranges.push([test.range, way]);
      break;
    case "prefix":
    case "suffix":
      if (test.ignoresCase) putAny(index, way);
      else affix(index, test.kind, test.text, way);
      break;
    case "wildcard": {
      const { first, last } = test.wildcard;
      if (last === undefined) append(index.exact, first, way);
      else if (first !== "") affix(index, "prefix", first, way);
      else if (last !== "") affix(index, "suffix", last, way);
      else putAny(index, way);
      break;
    }
    default:
      putAny(index, way);
  }
}

/** Once for all tests of one leaf. */
function putAny({ any }: PathIndex, way: IndexedWay): void {
  if (any.at(-1) !== way) any.push(way);
}

function affix(index: PathIndex, kind: "prefix" | "suffix", text: string, way: IndexedWay): void {
  const { byText, lengths } = kind === "prefix" ? index.prefixes : index.suffixes;
  append(byText, text, way);
  lengths.add(text.length);
}

function append<K>(map: Map<K, IndexedWay[]>, key: K, way: IndexedWay): void {
  const ways = map.get(key);
  if (ways) ways.push(way);
  else map.set(key, [way]);
}
