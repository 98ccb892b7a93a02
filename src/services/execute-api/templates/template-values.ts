/**
 * What a template works with: JSON's values, with maps in the place of objects, so that no name a client has chosen reaches a prototype. Values that have
 * methods of their own (`$input`, `$util`) are `TemplateObject`s.
 */
export type TemplateValue =
  | undefined
  | null
  | boolean
  | number
  | string
  | TemplateValue[]
  | Map<string, TemplateValue>
  | TemplateObject;

/** A thing with methods: the only way from a template into Squall. */
export interface TemplateObject {
  readonly call: (method: string, args: readonly TemplateValue[]) => TemplateValue;
  readonly get: (property: string) => TemplateValue;
}

export function isObject(value: TemplateValue): value is TemplateObject {
  return typeof value === "object" && value !== null && "call" in value && !Array.isArray(value);
}

/** A list of a document: unlike one that a template makes, it is written as JSON wherever it stands. */
class JsonList extends Array<TemplateValue> {
  static override get [Symbol.species]() {
    return Array;
  }
}

export function fromJson(value: unknown): TemplateValue {
  if (Array.isArray(value)) return JsonList.from(value, fromJson);
  if (typeof value === "object" && value !== null)
    return new Map(Object.entries(value).map(([name, each]) => [name, fromJson(each)]));
  return value as TemplateValue;
}

/** JSON, as `$input.json` writes it. */
export function toJson(value: TemplateValue): string {
  if (value === undefined || value === null) return "null";
  if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
  if (value instanceof Map)
    return `{${[...value].map(([name, each]) => `${JSON.stringify(name)}:${toJson(each)}`).join(",")}}`;
  return isObject(value) ? "{}" : JSON.stringify(value);
}

/** As Java writes it: `{a=1, b=[x, y]}`. */
export function toText(value: TemplateValue): string {
  if (value === undefined || value === null) return "null";
  if (value instanceof JsonList) return toJson(value);
  if (Array.isArray(value)) return `[${value.map(toText).join(", ")}]`;
  if (value instanceof Map) return `{${[...value].map(([name, each]) => `${name}=${toText(each)}`).join(", ")}}`;
  return isObject(value) ? "" : String(value);
}
