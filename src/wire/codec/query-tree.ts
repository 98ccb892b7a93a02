import type { Member, Shape } from "../model/shape.ts";
import { treeEncoder } from "./tree-encoder.ts";
import { jsonFormat, setKey } from "./tree-format.ts";

/**
 * An output of the query protocol as the tree of its JSON. Members that are not there are null, and a flattened map is a list of pairs, as its elements are in
 * XML. `names`: members that have another name there.
 */
export function queryTree(shape: Shape, value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (value === undefined || value === null) return null;
  switch (shape.kind) {
    case "structure":
    case "union": {
      const tree: Record<string, unknown> = {};
      for (const member of shape.members) {
        const of = (value as Readonly<Record<string, unknown>>)[member.name];
        tree[names[member.name] ?? member.name] = memberTree(member, of, names);
      }
      return tree;
    }
    case "list":
      return (value as readonly unknown[]).map((item) => queryTree(shape.item.shape, item, names));
    case "map": {
      const tree: Record<string, unknown> = {};
      for (const [key, item] of Object.entries(value)) setKey(tree, key, queryTree(shape.item.shape, item, names));
      return tree;
    }
    default:
      return treeEncoder(shape, jsonFormat)(value as never);
  }
}

function memberTree({ traits, shape }: Member, value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (!traits.xmlFlattened || shape.kind !== "map" || value === undefined || value === null)
    return queryTree(shape, value, names);
  const keyName = shape.key.own.xmlName ?? "key";
  const itemName = shape.item.own.xmlName ?? "value";
  return Object.entries(value).map(([key, item]) => ({
    [keyName]: key,
    [itemName]: queryTree(shape.item.shape, item, names),
  }));
}
