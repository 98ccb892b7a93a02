import type { Item } from "../values/attribute-value.ts";
import { bindPath, type NameFaults } from "./bind-path.ts";
import { type DocumentPath, type PathElement, type PathFaults, pathTree, project } from "./document-path.ts";
import { ExpressionError } from "./expression-error.ts";
import type { Placeholders } from "./placeholders.ts";

/** Which parts of an item are asked for. */
export interface Projection {
  of(item: Readonly<Item>): Item;
  readonly paths: readonly DocumentPath[];
}

/** A projection whose placeholders are known. Throws ExpressionError with AWS's words, in AWS's order. */
export function bindProjection(paths: readonly (readonly PathElement[])[], placeholders: Placeholders): Projection {
  const names: NameFaults = {};
  const bound = paths.map((path) => bindPath(path, placeholders, names));
  const fault = names.levels ?? names.reserved ?? names.undefinedName;
  if (fault) throw new ExpressionError(fault);
  return projectionOf(bound);
}

/** Of paths as they are. */
export function projectionOf(paths: readonly DocumentPath[]): Projection {
  const faults: PathFaults = {};
  const tree = pathTree(paths, faults);
  const fault = faults.overlap ?? faults.conflict;
  if (fault) throw new ExpressionError(fault);
  return { paths, of: (item) => project(item, tree) };
}
