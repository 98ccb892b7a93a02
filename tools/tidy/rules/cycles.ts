import type { Rule } from "../rule.ts";
import { importsOf } from "../source-tree.ts";

/**
 * No circle of imports, those of types included: what knows what is seen from the imports. A type that two files need lives in the lower
 * one. Each circle is told once, by its shortest way.
 */
export const cycles: Rule = function* ({ files }) {
  const graph = new Map(files.map((file) => [file.path, importsOf(file)]));
  const told = new Set<string>();
  for (const group of knotsOf(graph)) {
    for (const from of group) {
      const way = wayBack(graph, from, new Set(group));
      const key = way.toSorted().join(" ");
      if (way.length === 0 || told.has(key)) continue;
      told.add(key);
      yield `imports go in a circle: ${[...way, from].join(" → ")}`;
      break;
    }
  }
};

type Graph = ReadonlyMap<string, readonly string[]>;

/** Groups of files of which each reaches each (Tarjan). A file that imports itself is one, too. */
function* knotsOf(graph: Graph): Generator<string[]> {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): number => {
    const at = order.size;
    order.set(path, at);
    lowest.set(path, at);
    open.push(path);
    for (const next of graph.get(path) ?? []) {
      if (!graph.has(next)) continue;
      const reached = order.has(next) ? (open.includes(next) ? (order.get(next) ?? at) : at) : visit(next);
      lowest.set(path, Math.min(lowest.get(path) ?? at, reached));
    }
    if (lowest.get(path) === at) found.push(open.splice(open.indexOf(path)));
    return lowest.get(path) ?? at;
  };
  for (const path of graph.keys()) if (!order.has(path)) visit(path);
  for (const group of found) if (group.length > 1 || graph.get(group[0] ?? "")?.includes(group[0] ?? "")) yield group;
}

/** The shortest way from a file to itself within its group. */
function wayBack(graph: Graph, from: string, group: ReadonlySet<string>): readonly string[] {
  let ways: (readonly string[])[] = [[from]];
  const seen = new Set<string>();
  while (ways.length > 0) {
    const longer: (readonly string[])[] = [];
    for (const way of ways) {
      for (const next of graph.get(way.at(-1) ?? "") ?? []) {
        if (next === from) return way;
        if (!group.has(next) || seen.has(next)) continue;
        seen.add(next);
        longer.push([...way, next]);
      }
    }
    ways = longer;
  }
  return [];
}
