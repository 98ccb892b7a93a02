import type { Member, Shape } from "../model/shape.ts";
import { compileOnce } from "./compile-once.ts";
import { DecodeError, rethrowAt } from "./decode-error.ts";
import type { FormNode } from "./form-tree.ts";
import { fromText } from "./text-value.ts";
import { setKey } from "./tree-format.ts";

/** Typed values from form bodies. EC2's dialect flattens every list and has names of its own. */
export type FormReader = (node: FormNode) => unknown;
export type FormDialect = "query" | "ec2Query";

export function formReader(shape: Shape, dialect: FormDialect): FormReader {
  return compilers[dialect](shape);
}

const compilers = {
  query: compileOnce<FormReader>((shape) => compile(shape, "query")),
  ec2Query: compileOnce<FormReader>((shape) => compile(shape, "ec2Query")),
};

function compile(shape: Shape, dialect: FormDialect): FormReader {
  switch (shape.kind) {
    case "structure":
    case "union":
      return structure(shape, dialect);
    case "list":
      return list(shape, dialect, false);
    case "map":
      return map(shape, dialect, false);
    case "unit":
      return () => ({});
    default: {
      const read = fromText(shape);
      return ({ value }) => {
        if (value === undefined) throw new DecodeError("A single value is expected");
        if (dialect === "ec2Query" && unspeakable.test(value))
          throw new DecodeError("It has characters that XML has not");
        return read(value);
      };
    }
  }
}

/** What no XML can have, not even escaped: a tag with one would make each list that it is in unreadable, for everybody. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be found.
const unspeakable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

function structure(shape: Shape, dialect: FormDialect): FormReader {
  const fields: { name: string; keys: readonly string[]; read: FormReader }[] = [];
  const compileMembers = (): void => {
    for (const member of shape.members) {
      fields.push({ name: member.name, keys: formKeys(member, dialect), read: memberReader(member, dialect) });
    }
  };
  return ({ children }) => {
    if (fields.length === 0) compileMembers();
    const values: Record<string, unknown> = {};
    if (children === undefined) return values;
    for (const { name, keys, read } of fields) {
      for (const key of keys) {
        const node = children.get(key);
        if (node === undefined) continue;
        try {
          values[name] = read(node);
        } catch (error) {
          rethrowAt(error, name);
        }
        break;
      }
    }
    return values;
  };
}

/** The names a member may go by: old and new clients disagree for flattened lists whose items have a name. */
function formKeys({ name, own, traits, shape }: Member, dialect: FormDialect): readonly string[] {
  const xmlName = own.xmlName ?? name;
  if (dialect === "ec2Query") return [own.ec2QueryName ?? xmlName.charAt(0).toUpperCase() + xmlName.slice(1)];
  const itemName = traits.xmlFlattened && shape.kind === "list" ? shape.item.own.xmlName : undefined;
  return [...new Set([xmlName, itemName ?? name])];
}

function memberReader({ shape, traits }: Member, dialect: FormDialect): FormReader {
  const flattened = dialect === "ec2Query" || traits.xmlFlattened === 1;
  if (shape.kind === "list") return list(shape, dialect, flattened);
  if (shape.kind === "map") return map(shape, dialect, flattened);
  return formReader(shape, dialect);
}

function list(shape: Shape, dialect: FormDialect, flattened: boolean): FormReader {
  const itemName = shape.item.own.xmlName ?? "member";
  const read = formReader(shape.item.shape, dialect);
  return (node) => {
    // `Name=` is an empty list.
    if (node.children === undefined) return [];
    const items = flattened ? node : (node.children.get(itemName) ?? node.children.get("member") ?? node);
    return numbered(items).map((item, index) => {
      try {
        return read(item);
      } catch (error) {
        return rethrowAt(error, String(index));
      }
    });
  };
}

function map(shape: Shape, dialect: FormDialect, flattened: boolean): FormReader {
  const keyName = shape.key.own.xmlName ?? "key";
  const valueName = shape.item.own.xmlName ?? "value";
  const read = formReader(shape.item.shape, dialect);
  return (node) => {
    const values: Record<string, unknown> = {};
    const entries = flattened ? node : node.children?.get("entry");
    for (const entry of entries ? numbered(entries) : []) {
      const key = entry.children?.get(keyName)?.value;
      const value = entry.children?.get(valueName);
      if (key !== undefined && value !== undefined) setKey(values, key, read(value));
    }
    return values;
  };
}

/** The children `1`, `2`, … in their order; numbers may be missing. */
function numbered({ children }: FormNode): FormNode[] {
  const found: { number: number; node: FormNode }[] = [];
  for (const [key, node] of children ?? []) if (/^\d{1,9}$/.test(key)) found.push({ number: Number(key), node });
  return found.sort((one, other) => one.number - other.number).map(({ node }) => node);
}
