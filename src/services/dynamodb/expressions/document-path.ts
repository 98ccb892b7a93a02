import { type AttributeValue, attributeOf, type Item, setAttribute } from "../values/attribute-value.ts";

/** A name, a placeholder of one (`#name`), or an index of a list. */
export type PathElement = string | number;

/** A path whose placeholders have become names. The first is an attribute of the item. */
export type DocumentPath = readonly PathElement[];

/** What an item has at the path. */
export function valueAt(item: Readonly<Item>, path: DocumentPath): AttributeValue | undefined {
  let value = attributeOf(item, path[0] as string);
  for (let at = 1; at < path.length && value !== undefined; at++) value = childOf(value, path[at]!);
  return value;
}

export function childOf(value: AttributeValue, element: PathElement): AttributeValue | undefined {
  if (typeof element === "number") return value.L?.[element];
  return value.M && attributeOf(value.M, element);
}

/** As AWS writes it in its errors: `[a, [1], b]`. */
export function pathText(path: DocumentPath): string {
  return `[${path.map((element) => (typeof element === "number" ? `[${element}]` : element)).join(", ")}]`;
}

export function isSamePath(left: DocumentPath, right: DocumentPath): boolean {
  return left.length === right.length && left.every((element, at) => element === right[at]);
}

/** Several paths as a tree of their beginnings. */
export interface PathNode {
  readonly children: Map<PathElement, PathNode>;
  /** The path that ends here. */
  path?: DocumentPath;
}

/** What is wrong with two paths of one expression, in AWS's order of telling. */
export interface PathFaults {
  overlap?: string;
  conflict?: string;
}

/** Makes a tree of the paths: none may be another's beginning, and none may go on with an index where another goes on with a name. */
export function pathTree(paths: readonly DocumentPath[], faults: PathFaults): PathNode {
  const root: PathNode = { children: new Map() };
  for (const path of paths) addPath(root, path, faults);
  return root;
}

function addPath(root: PathNode, path: DocumentPath, faults: PathFaults): void {
  let node = root;
  for (const element of path) {
    if (node.path) {
      faults.overlap ??= twoPaths("overlap", node.path, path);
      return;
    }
    for (const other of node.children.keys()) {
      if (typeof other === typeof element) break;
      faults.conflict ??= twoPaths("conflict", anyPath(node.children.get(other)!), path);
      return;
    }
    let child = node.children.get(element);
    if (!child) {
      child = { children: new Map() };
      node.children.set(element, child);
    }
    node = child;
  }
  if (node.path || node.children.size > 0) faults.overlap ??= twoPaths("overlap", anyPath(node), path);
  else node.path = path;
}

/** The first that was added below. */
function anyPath(node: PathNode): DocumentPath {
  let below = node;
  while (!below.path) below = below.children.values().next().value!;
  return below.path;
}

function twoPaths(what: "overlap" | "conflict", one: DocumentPath, two: DocumentPath): string {
  return `Two document paths ${what} with each other; must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(two)}`;
}

/** What an item has at the paths of a tree: lists get shorter by what is not asked for. */
export function project(item: Readonly<Item>, tree: PathNode): Item {
  return projectMap(item, tree) ?? {};
}

function projectMap(map: Readonly<Item>, node: PathNode): Item | undefined {
  let projected: Item | undefined;
  for (const [name, child] of node.children) {
    const value = attributeOf(map, name as string);
    const part = value && projectValue(value, child);
    if (part === undefined) continue;
    projected ??= {};
    setAttribute(projected, name as string, part);
  }
  return projected;
}

function projectValue(value: AttributeValue, node: PathNode): AttributeValue | undefined {
  if (node.path) return value;
  if (value.M) {
    const map = projectMap(value.M, node);
    return map && { M: map };
  }
  if (!value.L) return undefined;
  const parts: AttributeValue[] = [];
  for (const index of [...node.children.keys()].sort((a, b) => Number(a) - Number(b))) {
    const element = typeof index === "number" ? value.L[index] : undefined;
    const part = element && projectValue(element, node.children.get(index)!);
    if (part !== undefined) parts.push(part);
  }
  return parts.length > 0 ? { L: parts } : undefined;
}
