import { type AttributeValue, type Item, setAttribute } from "../values/attribute-value.ts";
import { validationException } from "../values/validation-exception.ts";

/** An item in DynamoDB's JSON: bytes are base64. */
export function toItemJson(item: Readonly<Item>): string {
  return JSON.stringify(item, withBase64);
}

/** A Buffer has its own idea of JSON, which is asked before this: so its holder is looked at. */
function withBase64(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const held = this[name];
  return held instanceof Uint8Array ? Buffer.from(held).toString("base64") : value;
}

/** Deeper than anything that could be stored. */
const mostLevels = 40;

/** What DynamoDB's JSON says, its types checked but not its values. Throws ValidationException. */
export function toItem(given: unknown, level = 0): Item {
  if (!isRecord(given) || level > mostLevels) throw invalid();
  const item: Item = {};
  for (const name of Object.keys(given)) setAttribute(item, name, toValue(given[name], level));
  return item;
}

function toValue(given: unknown, level: number): AttributeValue {
  if (!isRecord(given)) throw invalid();
  const [entry, ...more] = Object.entries(given);
  if (!entry || more.length > 0) throw invalid();
  const [type, value] = entry;
  switch (type) {
    case "S":
    case "N":
      return { [type]: textOf(value) } as unknown as AttributeValue;
    case "B":
      return { B: Buffer.from(textOf(value), "base64") };
    case "BOOL":
    case "NULL":
      if (typeof value !== "boolean") throw invalid();
      return { [type]: value } as unknown as AttributeValue;
    case "SS":
    case "NS":
      return { [type]: listOf(value).map(textOf) } as unknown as AttributeValue;
    case "BS":
      return { BS: listOf(value).map((one) => Buffer.from(textOf(one), "base64")) };
    case "L":
      return { L: listOf(value).map((one) => toValue(one, level + 1)) };
    case "M":
      return { M: toItem(value, level + 1) };
    default:
      throw invalid();
  }
}

/** Whether it is an object with an `Item`. */
export function isRecordOfItem(value: unknown): value is { readonly Item: unknown } {
  return isRecord(value) && "Item" in value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw invalid();
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid();
  return value;
}

function invalid() {
  return validationException("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}
