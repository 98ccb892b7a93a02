import type { ValueTest } from "./value-test.ts";

/** A pattern as it is written, checked. */
export type PatternNode = readonly Member[];

export type Member =
  | { readonly kind: "leaf"; readonly name: string; readonly tests: readonly ValueTest[]; readonly values: number }
  | { readonly kind: "node"; readonly name: string; readonly node: PatternNode }
  | { readonly kind: "or"; readonly ways: readonly PatternNode[] };

/** One of the ways to match: every path must have a value that passes one of its tests. A path is its steps joined by dots, as AWS sees it. */
export type Way = ReadonlyMap<string, readonly ValueTest[]>;

export interface Pattern {
  /** At least one; an event matches if it matches any. */
  readonly ways: readonly Way[];
  readonly root: PatternNode;
}

/** Every choice that `$or` leaves, each with all that must hold besides; undefined if they are more than that, or so long that nobody means them. */
export function toWays(root: PatternNode, most: number): Way[] | undefined {
  const ways = extend([new Map()], root, "", most);
  return ways;
}

/** Entries of all ways together. */
const mostEntries = 200_000;

function extend(
  given: Map<string, readonly ValueTest[]>[],
  node: PatternNode,
  prefix: string,
  most: number,
): Map<string, readonly ValueTest[]>[] | undefined {
  let ways = given;
  for (const member of node) {
    if (member.kind === "leaf") {
      for (const way of ways) way.set(prefix + member.name, member.tests);
    } else if (member.kind === "node") {
      const extended = extend(ways, member.node, `${prefix}${member.name}.`, most);
      if (!extended) return undefined;
      ways = extended;
    } else {
      const all: Map<string, readonly ValueTest[]>[] = [];
      let entries = 0;
      for (const way of member.ways) {
        entries += ways.reduce((sum, { size }) => sum + size + 1, 0);
        if (entries > mostEntries) return undefined;
        const extended = extend(
          ways.map((former) => new Map(former)),
          way,
          prefix,
          most - all.length,
        );
        if (!extended) return undefined;
        for (const one of extended) all.push(one);
        if (all.length > most) return undefined;
      }
      ways = all;
    }
    if (ways.length > most || ways.length * (ways[0]?.size ?? 0) > mostEntries) return undefined;
  }
  return ways;
}

/**
 * How many combinations a filter policy has by SNS's count: for each path its number of values times the depth it stands at, multiplied; what
 * `$or` leaves to choose is added. Source: "Filter policy constraints in Amazon SNS".
 */
export function countCombinations(node: PatternNode, depth = 1, before = 1): number {
  let combinations = before;
  for (const member of node) {
    if (member.kind === "leaf") combinations *= member.values * depth;
    else if (member.kind === "node") combinations = countCombinations(member.node, depth + 1, combinations);
    else {
      const given = combinations;
      combinations = member.ways.reduce((sum, way) => sum + countCombinations(way, depth, given), 0);
    }
  }
  return combinations;
}
