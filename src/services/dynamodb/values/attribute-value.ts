import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An item's attributes by their names. A client chooses the names, so they are read with `attributeOf` and written with `setAttribute`. */
export type Item = Record<string, AttributeValue>;

/** AWS's descriptors of types. */
export type AttributeType = "S" | "N" | "B" | "BOOL" | "NULL" | "M" | "L" | "SS" | "NS" | "BS";

/** Numbers stand in it as their canonical text (see `normalizeNumber`), so that equal numbers are equal texts. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new Error("an attribute value without a type");
}

/** The attribute of that name, were it `constructor`. */
export function attributeOf(item: Readonly<Item>, name: string): AttributeValue | undefined {
  return Object.hasOwn(item, name) ? item[name] : undefined;
}

/** Gives the item the attribute, were its name `__proto__`. */
export function setAttribute(item: Item, name: string, value: AttributeValue): void {
  if (name !== "__proto__") item[name] = value;
  else Object.defineProperty(item, name, { value, enumerable: true, configurable: true, writable: true });
}
