import type { Member, Shape } from "../model/shape.ts";
import { BinaryDouble } from "./cbor-writer.ts";
import { compileOnce } from "./compile-once.ts";
import { printDouble } from "./text-value.ts";
import { formatTimestamp } from "./timestamp.ts";
import {
  cborFormat,
  jsonFormat,
  restJsonFormat,
  setKey,
  strictJsonFormat,
  type TreeFormat,
  treeName,
} from "./tree-format.ts";

/** Turns a typed value into the tree that JSON.stringify or the CBOR writer takes. Undefined and null members are left out. */
export type TreeEncoder = (value: never) => unknown;

export function treeEncoder(shape: Shape, format: TreeFormat): TreeEncoder {
  return compilers[format.id](shape);
}

export function structureEncoder(members: readonly Member[], format: TreeFormat): TreeEncoder {
  // Compiled on first use, so that compiling an output does not compile all that it could hold.
  const fields = new Map<string, { name: string; encode: TreeEncoder }>();
  const compileFields = (): void => {
    for (const member of members) {
      fields.set(member.name, { name: treeName(member, format), encode: treeEncoder(member.shape, format) });
    }
  };
  return (value: Readonly<Record<string, unknown>>) => {
    if (fields.size === 0) compileFields();
    const tree: Record<string, unknown> = {};
    for (const name in value) {
      const member = value[name];
      if (member === undefined || member === null) continue;
      const field = fields.get(name);
      if (field !== undefined) tree[field.name] = field.encode(member as never);
    }
    return tree;
  };
}

const compilers = {
  json: compileOnce((shape) => compile(shape, jsonFormat)),
  strictJson: compileOnce((shape) => compile(shape, strictJsonFormat)),
  restJson: compileOnce((shape) => compile(shape, restJsonFormat)),
  cbor: compileOnce((shape) => compile(shape, cborFormat)),
};

const asIs: TreeEncoder = (value) => value;

function compile(shape: Shape, format: TreeFormat): TreeEncoder {
  switch (shape.kind) {
    case "number":
    case "integer":
    case "long":
      // JSON has no NaN and no infinities: the protocols write them as strings.
      return format.isBinary ? asIs : (value: number) => (Number.isFinite(value) ? value : toJsonNumber(value));
    case "double":
      return format.isBinary ? toBinaryDouble : toJsonDouble;
    case "bigint":
      return format.isBinary ? asIs : (value: bigint) => toJsonNumber(value);
    case "blob":
    case "stream":
      return format.isBinary ? toBytes : (value: Uint8Array | string) => toBytes(value as never).toString("base64");
    case "timestamp":
      return timestamp(shape, format);
    case "list":
      return list(shape, format);
    case "map":
      return map(shape, format);
    case "structure":
    case "union":
      return structureEncoder(shape.members, format);
    default:
      return asIs;
  }
}

function timestamp(shape: Shape, format: TreeFormat): TreeEncoder {
  if (format.isBinary) return asIs;
  const own = shape.format ?? format.timestamps;
  if (own === "epoch-seconds") return format.id === "restJson" ? toSeconds : toFloatSeconds;
  return (date: Date) => formatTimestamp(date, own);
}

function toSeconds(date: Date): number {
  return date.getTime() / 1000;
}

/** AWS's JSON has a whole second as `1765977780.0`: who tells integers from floats reads the same type each time. Source: recorded answers. */
function toFloatSeconds(date: Date): unknown {
  const seconds = date.getTime() / 1000;
  return Number.isInteger(seconds) ? rawJson.rawJSON(`${seconds}.0`) : seconds;
}

function list(shape: Shape, format: TreeFormat): TreeEncoder {
  const encode = treeEncoder(shape.item.shape, format);
  const sparse = shape.traits.sparse === 1;
  if (encode === asIs && !sparse) return asIs;
  return (values: readonly unknown[]) => {
    const tree: unknown[] = [];
    for (const value of values) {
      if (value !== undefined && value !== null) tree.push(encode(value as never));
      else if (sparse) tree.push(null);
    }
    return tree;
  };
}

function map(shape: Shape, format: TreeFormat): TreeEncoder {
  const encode = treeEncoder(shape.item.shape, format);
  const sparse = shape.traits.sparse === 1;
  if (encode === asIs && !sparse) return asIs;
  return (values: Readonly<Record<string, unknown>>) => {
    const tree: Record<string, unknown> = {};
    for (const key of Object.keys(values)) {
      const value = values[key];
      if (value !== undefined && value !== null) setKey(tree, key, encode(value as never));
      else if (sparse) setKey(tree, key, null);
    }
    return tree;
  };
}

function toBytes(value: never): Buffer {
  const bytes = value as Uint8Array | string;
  if (typeof bytes === "string") return Buffer.from(bytes);
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** AWS writes `1.0`: a client that tells integers from floats must read the same type each time. */
function toJsonDouble(value: number): unknown {
  if (!Number.isFinite(value)) return String(value);
  return Number.isInteger(value) ? rawJson.rawJSON(printDouble(value)) : value;
}

/** A whole one would be written as CBOR's integer; NaN and the infinities are floats anyway. */
function toBinaryDouble(value: number): unknown {
  return Number.isInteger(value) ? new BinaryDouble(value) : value;
}

function toJsonNumber(value: number | bigint): unknown {
  return typeof value === "bigint" ? rawJson.rawJSON(String(value)) : String(value);
}

// The types of this TypeScript version do not have it yet; Node does since 21.
const rawJson = JSON as unknown as { rawJSON(text: string): unknown };
