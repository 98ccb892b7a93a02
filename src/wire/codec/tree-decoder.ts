import type { Member, Shape } from "../model/shape.ts";
import { compileOnce } from "./compile-once.ts";
import { DecodeError, rethrowAt } from "./decode-error.ts";
import { checkedNumber, isAnyNumber, numberType } from "./integer.ts";
import { limits } from "./limits.ts";
import { LongText } from "./long-texts.ts";
import { isStrictBase64 } from "./strict-base64.ts";
import { parseTimestamp } from "./timestamp.ts";
import {
  cborFormat,
  jsonFormat,
  restJsonFormat,
  setKey,
  strictJsonFormat,
  type TreeFormat,
  treeName,
} from "./tree-format.ts";

/**
 * Turns a parsed JSON or CBOR tree into a typed value. Members that the shape lacks and nulls are dropped. `depth` counts
 * nesting. Throws DecodeError in the words of AWS's Java framework.
 */
export type TreeDecoder = (tree: unknown, depth: number) => unknown;

export function treeDecoder(shape: Shape, format: TreeFormat): TreeDecoder {
  return compilers[format.id](shape);
}

/** A structure of some of a shape's members: those that HTTP puts into the body. */
export function structureDecoder(members: readonly Member[], format: TreeFormat): TreeDecoder {
  return structure(members, format, false);
}

const compilers = {
  json: compileOnce((shape) => compile(shape, jsonFormat)),
  strictJson: compileOnce((shape) => compile(shape, strictJsonFormat)),
  restJson: compileOnce((shape) => compile(shape, restJsonFormat)),
  cbor: compileOnce((shape) => compile(shape, cborFormat)),
};

function compile(shape: Shape, format: TreeFormat): TreeDecoder {
  switch (shape.kind) {
    case "string":
      return (tree) =>
        typeof tree === "string" ? tree : tree instanceof LongText ? tree.text : refuse(tree, "String");
    case "boolean":
      if (format.id === "strictJson") return laxBoolean;
      return (tree) => (typeof tree === "boolean" ? tree : refuse(tree, "Boolean"));
    case "integer":
    case "long":
    case "number":
    case "double":
      return (tree) => toNumber(tree, shape);
    case "bigint":
      return (tree) =>
        typeof tree === "bigint" || Number.isInteger(tree) ? BigInt(tree as bigint) : refuse(tree, "BigInteger");
    case "decimal":
      return (tree) => (typeof tree === "number" || typeof tree === "string" ? tree : refuse(tree, "BigDecimal"));
    case "blob":
    case "stream":
      return format.isBinary ? binaryBlob : format.id === "strictJson" ? strictBlob : base64Blob;
    case "timestamp":
      return parseTimestamp;
    case "document":
      return checkedDocument;
    case "unit":
      return () => ({});
    case "list":
      return list(shape, format);
    case "map":
      return map(shape, format);
    case "structure":
    case "union":
      return structure(shape.members, format, shape.kind === "union");
  }
}

function list(shape: Shape, format: TreeFormat): TreeDecoder {
  const decode = treeDecoder(shape.item.shape, format);
  const sparse = shape.traits.sparse === 1;
  return (tree, depth) => {
    if (!Array.isArray(tree)) return refuse(tree, "List");
    checkDepth(depth);
    const values: unknown[] = [];
    for (let index = 0; index < tree.length; index++) {
      const item = tree[index];
      try {
        if (item !== null) values.push(decode(item, depth + 1));
        else if (sparse) values.push(null);
      } catch (error) {
        rethrowAt(error, String(index));
      }
    }
    return values;
  };
}

function map(shape: Shape, format: TreeFormat): TreeDecoder {
  const decode = treeDecoder(shape.item.shape, format);
  const sparse = shape.traits.sparse === 1;
  return (tree, depth) => {
    if (!isObject(tree)) return refuse(tree, "Map");
    checkDepth(depth);
    const values: Record<string, unknown> = {};
    for (const key of Object.keys(tree)) {
      const value = tree[key];
      try {
        if (value !== null) setKey(values, key, decode(value, depth + 1));
        else if (sparse) setKey(values, key, null);
      } catch (error) {
        rethrowAt(error, key);
      }
    }
    return values;
  };
}

function structure(members: readonly Member[], format: TreeFormat, isUnion: boolean): TreeDecoder {
  const fields = new Map<string, { name: string; decode: TreeDecoder }>();
  for (const member of members) {
    fields.set(treeName(member, format), { name: member.name, decode: treeDecoder(member.shape, format) });
  }
  return (tree, depth) => {
    if (!isObject(tree)) return refuse(tree, "Structure");
    checkDepth(depth);
    const values: Record<string, unknown> = {};
    let count = 0;
    for (const key in tree) {
      const value = tree[key];
      if (value === null || value === undefined) continue;
      const field = fields.get(key);
      if (field === undefined) continue;
      try {
        values[field.name] = field.decode(value, depth + 1);
        count++;
      } catch (error) {
        rethrowAt(error, field.name);
      }
    }
    if (isUnion && count !== 1)
      throw new DecodeError(`A union must have exactly one member set, this one has ${count}`);
    return values;
  };
}

function isObject(tree: unknown): tree is Record<string, unknown> {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree) && !(tree instanceof Uint8Array);
}

function toNumber(tree: unknown, shape: Shape): number {
  if (typeof tree === "number") return checkedNumber(tree, shape);
  // CBOR's 64 bits.
  if (typeof tree === "bigint") return checkedNumber(Number(tree), shape);
  if (isAnyNumber(shape) && (tree === "NaN" || tree === "Infinity" || tree === "-Infinity")) return Number(tree);
  return refuse(tree, numberType(shape));
}

const binaryBlob: TreeDecoder = (tree) =>
  tree instanceof Uint8Array ? Buffer.from(tree.buffer, tree.byteOffset, tree.byteLength) : refuse(tree, "Blob");

const base64Blob: TreeDecoder = (tree) => {
  const isLong = tree instanceof LongText;
  if (isLong && tree.bytes) return tree.bytes;
  if (typeof tree !== "string" && !isLong) return refuse(tree, "Blob");
  if (isLong || !base64.test(tree)) throw new DecodeError("Only base64-encoded strings are convertible to bytes");
  return Buffer.from(tree, "base64");
};

const strictBlob: TreeDecoder = (tree, depth) =>
  typeof tree === "string" && !isStrictBase64(tree) ? refuse(tree, "Blob") : base64Blob(tree, depth);

/** Java's framework also reads these texts, in any case. */
const laxBoolean: TreeDecoder = (tree) => {
  if (typeof tree === "boolean") return tree;
  const text = typeof tree === "string" ? tree.toUpperCase() : "";
  if (text === "TRUE" || text === "1" || text === "YES") return true;
  return text === "FALSE" || text === "0" || text === "NO" ? false : refuse(tree, "Boolean");
};

// Clients of some languages leave the padding out or use the alphabet of URLs; Buffer reads both.
const base64 = /^[A-Za-z0-9+/_\-\r\n]*={0,2}$/;

/** A document is any tree, kept as it is. Only its depth has to be bounded, since others will walk it. */
const checkedDocument: TreeDecoder = (tree, depth) => {
  checkDepth(depth);
  if (tree instanceof LongText) return tree.text;
  if (typeof tree === "object" && tree !== null) {
    for (const [key, value] of Object.entries(tree)) {
      const checked = checkedDocument(value, depth + 1);
      if (checked !== value) setKey(tree as Record<string, unknown>, key, checked);
    }
  }
  return tree;
};

function checkDepth(depth: number): void {
  if (depth > limits.nesting) throw new DecodeError(`The request is nested more than ${limits.nesting} levels deep`);
}

function refuse(tree: unknown, type: string): never {
  if (Array.isArray(tree)) throw new DecodeError("Start of list found where not expected");
  if (tree instanceof LongText) return refuse(tree.text, type);
  if (typeof tree === "object" && tree !== null && !(tree instanceof Date) && !(tree instanceof Uint8Array)) {
    throw new DecodeError("Start of structure or map found where not expected");
  }
  throw new DecodeError(`${tokenName(tree)} cannot be converted to ${type}`);
}

function tokenName(tree: unknown): string {
  if (typeof tree === "boolean") return tree ? "TRUE_VALUE" : "FALSE_VALUE";
  if (tree instanceof Date || tree instanceof Uint8Array) return "BINARY_VALUE";
  return tree === null || tree === undefined ? "NULL_VALUE" : `${typeof tree === "string" ? "STRING" : "NUMBER"}_VALUE`;
}
