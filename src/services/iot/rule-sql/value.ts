/**
 * What expressions have for values. `undefined` is SQL's Undefined; a Buffer is a payload that is not JSON, which only `*` stands for. Whole numbers beyond
 * those that a double holds are bigint. Source: "AWS IoT SQL reference", "Data types".
 */
export type Value = undefined | null | boolean | number | bigint | string | Buffer | readonly Value[] | SqlObject;

export interface SqlObject {
  readonly [name: string]: Value;
}

export type SqlNumber = number | bigint;

export function isObject(value: Value): value is SqlObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}

export function isNumber(value: Value): value is SqlNumber {
  return typeof value === "number" || typeof value === "bigint";
}

export function isInt(value: Value): value is SqlNumber {
  return typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
}

const decimal = /^-?\d{1,1000}(?:\.\d{1,1000})?(?:E-?\d{1,6})?$/i;

/** The standard conversion to a Decimal. Null stays null. */
export function toDecimal(value: Value): SqlNumber | null | undefined {
  if (value === null || isNumber(value)) return value;
  return typeof value === "string" && decimal.test(value) ? sqlNumberOf(value) : undefined;
}

/** The standard conversion to an Int: rounded down. */
export function toInt(value: Value): number | undefined {
  const number = toDecimal(value);
  return number === undefined || number === null ? undefined : Math.floor(Number(number));
}

export function toBoolean(value: Value): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  const word = value.toLowerCase();
  return word === "true" ? true : word === "false" ? false : undefined;
}

/** A literal's digits as a number that keeps them as far as there is one: 34 digits of an Int. */
export function sqlNumberOf(text: string): SqlNumber {
  const number = Number(text);
  return /^-?\d{16,34}$/.test(text) && !Number.isSafeInteger(number) ? BigInt(text) : number;
}

/** Whole numbers that a double does not hold are kept as bigint; a text without any takes the quick way. */
export function valueOfJson(text: string): Value {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_name, value: Value, context?: { readonly source?: string }) =>
    typeof value === "number" && context?.source !== undefined ? sqlNumberOf(context.source) : value,
  );
}

/** Undefined gives an empty text, as when it is serialized by itself; within arrays it is null. */
export function toJson(value: Value): string {
  if (value === undefined) return "";
  return JSON.stringify(value, (_name, inner: unknown) => (typeof inner === "bigint" ? rawNumber(inner) : inner));
}

/** A number beyond the doubles, written digit by digit. TypeScript's library does not know `rawJSON` yet. */
function rawNumber(value: bigint): unknown {
  return (JSON as unknown as { rawJSON: (text: string) => unknown }).rawJSON(String(value));
}

/** Of one object's own members; what every object has (`constructor`) is none. */
export function memberOf(value: Value, name: string): Value {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Sets an own member, also one named `__proto__`. */
export function setMember(object: Record<string, Value>, name: string, value: Value): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  else object[name] = value;
}
