import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Item = Record<string, AttributeValue>;

/** DynamoDB's JSON: bytes are base64. */
export function toJson(value: unknown): string {
  return JSON.stringify(withBase64(value), undefined, 2);
}

/** Throws what is wrong with it, in a sentence. */
export function fromJson(text: string): Item {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is no JSON: ${(error as Error).message}`);
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new Error("An item is an object: its attributes by their names.");
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, toValue(name, value)]));
}

function toValue(name: string, given: unknown): AttributeValue {
  const entries = typeof given === "object" && given !== null ? Object.entries(given) : [];
  const [type = "", value] = entries[0] ?? [];
  if (entries.length !== 1 || !types.has(type))
    throw new Error(`The attribute ${name} must say its type: { "S": "text" }, { "N": "1" }, and so on.`);
  if (type === "B") return { B: fromBase64(String(value)) };
  if (type === "BS") return { BS: (value as string[]).map(fromBase64) };
  if (type === "L") return { L: (value as unknown[]).map((one) => toValue(name, one)) };
  if (type === "M") return { M: fromJson(JSON.stringify(value)) };
  return { [type]: value } as unknown as AttributeValue;
}

const types: ReadonlySet<string> = new Set(["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"]);

/** What a cell of a table shows. */
export function valueText(value: AttributeValue | undefined): string {
  if (value === undefined) return "";
  const [type = "", inner] = Object.entries(value)[0] ?? [];
  if (type === "S" || type === "N") return String(inner);
  if (type === "BOOL") return inner ? "true" : "false";
  if (type === "NULL") return "null";
  if (type === "B") return toBase64(inner as Uint8Array);
  return JSON.stringify(withBase64(inner));
}

function withBase64(value: unknown): unknown {
  if (value instanceof Uint8Array) return toBase64(value);
  if (Array.isArray(value)) return value.map(withBase64);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withBase64(inner)]));
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** A value as it is typed into a field. */
export function toTyped(type: string, text: string): AttributeValue {
  switch (type) {
    case "N":
      return { N: text.trim() };
    case "B":
      return { B: fromBase64(text) };
    case "BOOL":
      return { BOOL: text === "true" };
    case "NULL":
      return { NULL: true };
    default:
      return { S: text };
  }
}
