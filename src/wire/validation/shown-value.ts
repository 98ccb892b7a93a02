import { ownValue } from "../../platform/own-value.ts";
import { printDouble } from "../codec/text-value.ts";
import type { Member, Shape } from "../model/shape.ts";

/** A value as AWS's Java framework prints it in a failure: `'x'`, `'[a, b]'`, `'{key=value}'`. */
export function showValue(value: unknown, shape: Shape): string {
  const text = print(value, shape);
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`;
}

/** Enough for any value a person wants to recognise; a body of megabytes is not sent back. */
const shownCharacters = 10_000;

function print(value: unknown, shape: Shape): string {
  if (value === null || value === undefined) return "null";
  switch (shape.kind) {
    case "list":
      return `[${(value as unknown[]).map((item) => printMember(item, shape.item)).join(", ")}]`;
    case "map":
      return `{${Object.entries(value as object)
        .map(([key, item]) => `${key}=${printMember(item, shape.item)}`)
        .join(", ")}}`;
    case "structure":
    case "union":
      return `${shape.name}(${membersAsPrinted(shape)
        .map((member) => `${lowerFirst(member.name)}=${printMember(memberOf(value as object, member), member)}`)
        .join(", ")})`;
    case "blob": {
      const { length } = value as Uint8Array;
      return `java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]`;
    }
    case "number":
    case "double":
      return printDouble(value as number);
    case "document":
      return JSON.stringify(value, (_key, member) => (typeof member === "bigint" ? String(member) : member));
    default:
      return value instanceof Date ? value.toISOString() : String(value);
  }
}

/** All members, also those that nobody gave, and maps behind the others. Source: recorded answers. */
function membersAsPrinted({ members }: Shape): readonly Member[] {
  const isMap = ({ shape }: Member) => shape.kind === "map";
  return [...members.filter((member) => !isMap(member)), ...members.filter(isMap)];
}

function memberOf(value: object, { name }: Member): unknown {
  return ownValue(value as Record<string, unknown>, name);
}

function printMember(value: unknown, { shape, traits }: Member): string {
  if (value === null || value === undefined) return "null";
  return traits.sensitive ? "***" : print(value, shape);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
