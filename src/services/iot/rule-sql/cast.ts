import { toText } from "./to-text.ts";
import { isNumber, toDecimal, type Value } from "./value.ts";

/** `cast(value as type)`: the standard conversions, and numbers to and from Booleans. The type is known to be one. */
export function cast(value: Value, type: string): Value {
  switch (type) {
    case "int":
    case "integer": {
      const number = toNumber(value);
      return typeof number === "number" ? Math.floor(number) : number;
    }
    case "double":
    case "decimal":
      return toNumber(value);
    case "bool":
    case "boolean":
      return toTruth(value);
    default:
      return toText(value);
  }
}

function toNumber(value: Value): Value {
  if (typeof value === "boolean") return value ? 1 : 0;
  return toDecimal(value) ?? undefined;
}

function toTruth(value: Value): Value {
  if (typeof value === "boolean") return value;
  if (isNumber(value)) return Number(value) !== 0;
  if (typeof value !== "string") return undefined;
  const word = value.toLowerCase();
  return word === "true" ? true : word === "false" ? false : undefined;
}
