import { passes, type Scalar, type ValueTest } from "./value-test.ts";

/** An element of an array of the event. What is in one element goes together; two elements of one array never do. */
export interface Element {
  readonly array: number;
  /** The element that the array is in; undefined for an array that is in none. */
  readonly parent: Element | undefined;
}

/** A step of the paths that patterns ask for, and what the present event has there. */
export class PathNode {
  readonly children = new Map<string, PathNode>();
  values: Scalar[] = [];
  /** For each value, where its array's element is; undefined for what is in none. */
  elements: (Element | undefined)[] = [];

  /** The node of a path, made where it is not there. */
  at(path: string): PathNode {
    let node: PathNode = this;
    for (const step of path.split(".")) {
      let child = node.children.get(step);
      if (!child) {
        child = new PathNode();
        node.children.set(step, child);
      }
      node = child;
    }
    return node;
  }
}

/** Deeper than this nothing is looked for, as AWS's parser would not. */
const deepest = 1_000;

/**
 * The leaves of one event at the paths that are asked for: what is asked for costs, not what the event has besides. A key with dots is as good as the
 * keys it is made of, and an array stands for each of its elements.
 */
export class EventFields {
  readonly #touched: PathNode[] = [];
  #arrays = 0;

  constructor(event: object, root: PathNode) {
    this.#readObject(event, root, undefined, 0);
  }

  /** Every path at which there is something. */
  get present(): readonly PathNode[] {
    return this.#touched;
  }

  /** Whether a value is in an array's element, so that it matters which go together. */
  hasElements = false;

  /** The nodes are the patterns' own, and are used for the next event. */
  release(): void {
    for (const node of this.#touched) {
      node.values = [];
      node.elements = [];
    }
  }

  #readObject(object: object, node: PathNode, element: Element | undefined, depth: number): void {
    if (depth > deepest || node.children.size === 0) return;
    // Of an event with many keys only those are looked at that somebody asks for; those with dots may be any.
    for (const key in object) {
      const value = (object as Record<string, unknown>)[key];
      const child = key.includes(".") ? follow(node, key) : node.children.get(key);
      if (child && value !== undefined) this.#read(value, child, element, depth + 1);
    }
  }

  #read(value: unknown, node: PathNode, element: Element | undefined, depth: number): void {
    if (value === null || typeof value !== "object") this.#add(node, value as Scalar, element);
    else if (!Array.isArray(value)) this.#readObject(value, node, element, depth);
    else if (depth <= deepest) {
      const array = this.#arrays++;
      for (const item of value) {
        const isScalar = item === null || typeof item !== "object";
        this.#read(item, node, isScalar ? element : { array, parent: element }, depth + 1);
      }
    }
  }

  #add(node: PathNode, value: Scalar, element: Element | undefined): void {
    if (node.values.length === 0) this.#touched.push(node);
    node.values.push(value);
    node.elements.push(element);
    if (element) this.hasElements = true;
  }
}

function follow(from: PathNode, key: string): PathNode | undefined {
  let node: PathNode | undefined = from;
  for (const step of key.split(".")) {
    node = node.children.get(step);
    if (!node) return undefined;
  }
  return node;
}

/** What one way asks of one path. */
export interface Leaf {
  readonly node: PathNode;
  readonly tests: readonly ValueTest[];
  /** Those of the tests that name a value, all at once, and the others. */
  readonly exact: ReadonlySet<Scalar>;
  readonly others: readonly ValueTest[];
  readonly allowsAbsence: boolean;
}

export function toLeaf(node: PathNode, tests: readonly ValueTest[]): Leaf {
  return {
    node,
    tests,
    exact: new Set(tests.flatMap((test) => (test.kind === "exact" ? [test.value] : []))),
    others: tests.filter(({ kind }) => kind !== "exact" && kind !== "absent"),
    allowsAbsence: tests.some(({ kind }) => kind === "absent"),
  };
}

/** Whether each leaf has a value that passes, all of them from elements that go together. */
export function matchesLeaves(leaves: readonly Leaf[], fields: EventFields): boolean {
  for (const leaf of leaves) if (!isMet(leaf)) return false;
  return !fields.hasElements || goTogether(leaves);
}

function isMet(leaf: Leaf): boolean {
  const { values } = leaf.node;
  if (values.length === 0) return leaf.allowsAbsence;
  for (const value of values) if (passesAny(leaf, value)) return true;
  return false;
}

function passesAny({ exact, others }: Leaf, value: Scalar): boolean {
  if (exact.has(value)) return true;
  for (const test of others) if (passes(test, value)) return true;
  return false;
}

/** What is in an element, or in none: the leaves met right there, and its arrays' elements that have more. */
interface Place {
  readonly met: Set<Leaf>;
  readonly arrays: Map<number, { readonly places: Place[]; readonly leaves: Set<Leaf> }>;
}

/**
 * Each array may give one of its elements. The elements are a tree, so each is looked at once, but where keys with dots lead two ways to one path: there what
 * could come from two arrays is first asked of the one, then of the other, as a whole.
 */
function goTogether(leaves: readonly Leaf[]): boolean {
  const root: Place = { met: new Set(), arrays: new Map() };
  const places = new Map<Element, Place>();
  const placeOf = (element: Element): Place => {
    const known = places.get(element);
    if (known) return known;
    const place: Place = { met: new Set(), arrays: new Map() };
    places.set(element, place);
    const parent = element.parent ? placeOf(element.parent) : root;
    let array = parent.arrays.get(element.array);
    if (!array) {
      array = { places: [], leaves: new Set() };
      parent.arrays.set(element.array, array);
    }
    array.places.push(place);
    return place;
  };
  const asked = new Set<Leaf>();
  for (const leaf of leaves) {
    const { values, elements } = leaf.node;
    if (values.length === 0) continue;
    asked.add(leaf);
    for (const [index, value] of values.entries()) {
      if (!passesAny(leaf, value)) continue;
      let element = elements[index];
      (element ? placeOf(element) : root).met.add(leaf);
      for (; element; element = element.parent)
        (element.parent ? placeOf(element.parent) : root).arrays.get(element.array)?.leaves.add(leaf);
    }
  }
  return gives(root, asked);
}

function gives({ met, arrays }: Place, asked: ReadonlySet<Leaf>): boolean {
  let left = new Set([...asked].filter((leaf) => !met.has(leaf)));
  const all = [...arrays.values()];
  for (const [index, { places, leaves }] of all.entries()) {
    if (left.size === 0) return true;
    const here = new Set([...left].filter((leaf) => leaves.has(leaf)));
    const onlyHere = new Set([...here].filter((leaf) => !all.slice(index + 1).some((later) => later.leaves.has(leaf))));
    const taken = places.some((place) => gives(place, here)) ? here : onlyHere;
    if (taken !== here && onlyHere.size > 0 && !places.some((place) => gives(place, onlyHere))) return false;
    left = new Set([...left].filter((leaf) => !taken.has(leaf)));
  }
  return left.size === 0;
}
