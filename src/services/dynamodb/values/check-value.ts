import { type AttributeValue, type Item, typeOf } from "./attribute-value.ts";
import { itemSize } from "./item-size.ts";
import { normalizeNumber } from "./number.ts";
import { validationException } from "./validation-exception.ts";

/** Source: "Quotas in Amazon DynamoDB", *Items* and *Data types*. */
export const itemLimits = { sizeBytes: 400 * 1024, nestingLevels: 32 } as const;

/** Checks all attributes and then the size of an item that is to be stored, and gives its numbers their canonical texts in place. */
export function checkItem(item: Item): void {
  checkAttributes(item);
  if (itemSize(item) > itemLimits.sizeBytes)
    throw validationException("Item size has exceeded the maximum allowed size");
}

/** Checks attributes (of an item, of a key) one after the other, and gives their numbers their canonical texts in place. */
export function checkAttributes(item: Item): void {
  for (const name of Object.keys(item)) {
    checkName(name);
    checkValue(item[name]!);
  }
}

/**
 * Checks a value, in the order of its text, and gives its numbers their canonical texts in place. Throws AWS's errors: no type or several, no number, an empty set, one with
 * something in it twice, values in one another too deeply.
 */
export function checkValue(value: AttributeValue): void {
  checkNested(value, 0);
}

function checkNested(value: AttributeValue, level: number): void {
  let types = 0;
  for (const type in value) {
    types += 1;
    switch (type) {
      case "N":
        value.N = normalizeNumber(value.N!);
        break;
      case "NULL":
        if (!value.NULL) throw invalidValue("Null attribute value types must have the value of true");
        break;
      case "SS":
      case "NS":
      case "BS":
        checkSet(value);
        break;
      case "L":
        checkLevel(level);
        for (const element of value.L!) checkNested(element, level + 1);
        break;
      case "M":
        checkLevel(level);
        for (const name of Object.keys(value.M!)) {
          checkName(name);
          checkNested(value.M![name]!, level + 1);
        }
        break;
    }
  }
  if (types === 0)
    throw validationException("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
  if (types > 1)
    throw validationException(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
}

function checkName(name: string): void {
  if (name === "") throw invalidValue("Empty attribute name");
}

function checkSet(value: AttributeValue): void {
  if (value.SS) {
    if (value.SS.length === 0) throw invalidValue("An string set  may not be empty");
    if (new Set(value.SS).size < value.SS.length)
      throw invalidValue(`Input collection [${value.SS.join(", ")}] contains duplicates.`);
  }
  if (value.NS) {
    if (value.NS.length === 0) throw invalidValue("An number set  may not be empty");
    value.NS = value.NS.map(normalizeNumber);
    if (new Set(value.NS).size < value.NS.length) throw validationException("Input collection contains duplicates");
  }
  if (value.BS) {
    if (value.BS.length === 0) throw invalidValue("Binary sets should not be empty");
    const texts = value.BS.map((bytes) => Buffer.from(bytes).toString("base64"));
    if (new Set(texts).size < texts.length)
      throw invalidValue(`Input collection [${texts.join(", ")}]of type BS contains duplicates.`);
  }
}

/** A list or map at that depth; the item's own attributes are the first level. */
function checkLevel(level: number): void {
  if (level + 1 >= itemLimits.nestingLevels)
    throw validationException(
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
    );
}

/** The nested levels that a value has, itself not counted: a scalar has none. */
export function nestingOf(value: AttributeValue): number {
  const type = typeOf(value);
  let deepest = 0;
  if (type === "L") for (const element of value.L!) deepest = Math.max(deepest, 1 + nestingOf(element));
  if (type === "M")
    for (const name of Object.keys(value.M!)) deepest = Math.max(deepest, 1 + nestingOf(value.M![name]!));
  return deepest;
}

function invalidValue(what: string) {
  return validationException(`One or more parameter values were invalid: ${what}`);
}
