import type { Member, Shape } from "../model/shape.ts";
import { DecodeError, rethrowAt } from "./decode-error.ts";
import { checkedNumber } from "./integer.ts";
import { limits } from "./limits.ts";
import { parseTimestamp } from "./timestamp.ts";
import { setKey } from "./tree-format.ts";

/**
 * An operation's input as people write it where a service calls an API for them (EventBridge Scheduler's universal targets): members by the names of the
 * API's page, whose first letter may be small or not; bytes as text; times as text or seconds. Throws DecodeError.
 */
export function readSdkJson(shape: Shape, tree: unknown, depth = 0): unknown {
  if (depth > limits.nesting) throw new DecodeError("the input is nested too deep");
  switch (shape.kind) {
    case "string":
      return typeof tree === "string" ? tree : refuse(tree, "a string");
    case "boolean":
      return typeof tree === "boolean" ? tree : refuse(tree, "true or false");
    case "integer":
    case "long":
    case "number":
      return typeof tree === "number" ? checkedNumber(tree, shape) : refuse(tree, "a number");
    case "bigint":
      return Number.isInteger(tree) ? BigInt(tree as number) : refuse(tree, "a whole number");
    case "decimal":
      return typeof tree === "number" || typeof tree === "string" ? tree : refuse(tree, "a number");
    case "blob":
    case "stream":
      return Buffer.from(typeof tree === "string" ? tree : JSON.stringify(tree));
    case "timestamp":
      return parseTimestamp(tree);
    case "document":
      return tree;
    case "unit":
      return {};
    case "list":
      return readList(shape, tree, depth);
    case "map":
      return readMap(shape, tree, depth);
    case "structure":
    case "union":
      return readStructure(shape, tree, depth);
  }
}

function readList({ item }: Shape, tree: unknown, depth: number): unknown[] {
  if (!Array.isArray(tree)) return refuse(tree, "a list");
  return tree.map((value, index) => readAt(String(index), item, value, depth));
}

function readMap({ item }: Shape, tree: unknown, depth: number): Record<string, unknown> {
  if (!isObject(tree)) return refuse(tree, "an object");
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(tree)) setKey(values, key, readAt(key, item, value, depth));
  return values;
}

function readStructure(shape: Shape, tree: unknown, depth: number): Record<string, unknown> {
  if (!isObject(tree)) return refuse(tree, "an object");
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(tree)) {
    if (value === null) continue;
    const [first, rest] = [key.slice(0, 1), key.slice(1)];
    const member =
      shape.member(key) ?? shape.member(first.toUpperCase() + rest) ?? shape.member(first.toLowerCase() + rest);
    if (!member) throw new DecodeError(`The field ${key.slice(0, 100)} is not supported`);
    setKey(values, member.name, readAt(member.name, member, value, depth));
  }
  return values;
}

function readAt(step: string, member: Member, value: unknown, depth: number): unknown {
  try {
    return readSdkJson(member.shape, value, depth + 1);
  } catch (error) {
    return rethrowAt(error, step);
  }
}

function isObject(tree: unknown): tree is Record<string, unknown> {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree);
}

function refuse(tree: unknown, wanted: string): never {
  throw new DecodeError(`${wanted} is wanted, not ${JSON.stringify(tree)?.slice(0, 100)}`);
}
