import { searchBounded } from "./selection-pattern.ts";

/** A schema as a stranger wrote it: what is no keyword, or no value of one, constrains nothing. */
type Schema = Readonly<Record<string, unknown>>;

/** Ours: what one judgement may cost, however a schema is entangled with itself. */
const mostSteps = 200_000;
const mostDepth = 64;

/** The schemas of an API's models, by name, parsed when they are first asked for. */
export class ModelSchemas {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #parsed = new Map<string, Schema>();

  constructor(models: readonly { readonly name: string; readonly schema?: string | undefined }[]) {
    this.#texts = new Map(models.map(({ name, schema = "{}" }) => [name, schema]));
  }

  /** What is wrong with a value by a model; empty for one that fits. Draft 4 of JSON Schema. */
  faults(model: string, value: unknown): readonly string[] {
    const root = this.named(model);
    return root ? new Judgement(this, root).faults(root, value) : [];
  }

  named(model: string): Schema | undefined {
    const known = this.#parsed.get(model);
    if (known) return known;
    const text = this.#texts.get(model);
    if (text === undefined) return undefined;
    const schema = parse(text);
    this.#parsed.set(model, schema);
    return schema;
  }
}

function parse(text: string): Schema {
  try {
    return asSchema(JSON.parse(text)) ?? {};
  } catch {
    return {};
  }
}

function asSchema(value: unknown): Schema | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;
}

class Judgement {
  readonly #models: ModelSchemas;
  readonly #root: Schema;
  #steps = 0;

  constructor(models: ModelSchemas, root: Schema) {
    this.#models = models;
    this.#root = root;
  }

  faults(schema: Schema, value: unknown, root = this.#root, depth = 0): readonly string[] {
    this.#steps += 1;
    if (this.#steps > mostSteps || depth > mostDepth) return ["the value cannot be judged in bounded time"];
    if (typeof schema.$ref === "string") {
      const found = this.#resolve(schema.$ref, root);
      return found ? this.faults(found.schema, value, found.root, depth + 1) : [];
    }
    const faults: string[] = [];
    const type = typeFault(schema, value);
    if (type) return [type];
    if (Array.isArray(schema.enum) && !schema.enum.some((each) => isSame(each, value)))
      faults.push("instance value not found in enum");
    if (typeof value === "string") faults.push(...textFaults(schema, value));
    else if (typeof value === "number") faults.push(...numberFaults(schema, value));
    else if (Array.isArray(value)) faults.push(...this.#ofList(schema, value, root, depth));
    else if (typeof value === "object" && value !== null)
      faults.push(...this.#ofObject(schema, value as Record<string, unknown>, root, depth));
    return faults.length > 0 ? faults : this.#combined(schema, value, root, depth);
  }

  #fits(schema: unknown, value: unknown, root: Schema, depth: number): boolean {
    const given = asSchema(schema);
    return given === undefined || this.faults(given, value, root, depth + 1).length === 0;
  }

  #ofList(schema: Schema, value: readonly unknown[], root: Schema, depth: number): string[] {
    const { items, additionalItems, minItems, maxItems, uniqueItems } = schema;
    const faults: string[] = [];
    if (typeof minItems === "number" && value.length < minItems) faults.push("array is too short");
    if (typeof maxItems === "number" && value.length > maxItems) faults.push("array is too long");
    if (uniqueItems === true && new Set(value.map((each) => JSON.stringify(each))).size < value.length)
      faults.push("array must not contain duplicate elements");
    if (Array.isArray(items) && additionalItems === false && value.length > items.length)
      faults.push("array must not have additional elements");
    for (const [at, each] of value.entries()) {
      const own = Array.isArray(items) ? (items[at] ?? additionalItems) : items;
      const given = asSchema(own);
      if (given) faults.push(...this.faults(given, each, root, depth + 1));
      if (faults.length > 0) break;
    }
    return faults;
  }

  #ofObject(schema: Schema, value: Record<string, unknown>, root: Schema, depth: number): string[] {
    const { required, minProperties, maxProperties, additionalProperties } = schema;
    const names = Object.keys(value);
    const faults: string[] = [];
    const missing = Array.isArray(required) ? required.filter((name) => !Object.hasOwn(value, String(name))) : [];
    if (missing.length > 0)
      faults.push(`object has missing required properties (${JSON.stringify(missing.map(String).sort())})`);
    if (typeof minProperties === "number" && names.length < minProperties) faults.push("object has too few properties");
    if (typeof maxProperties === "number" && names.length > maxProperties)
      faults.push("object has too many properties");
    const properties = asSchema(schema.properties) ?? {};
    const patterns = Object.entries(asSchema(schema.patternProperties) ?? {});
    const others: string[] = [];
    for (const name of names) {
      const matching = patterns.filter(([pattern]) => searchBounded(pattern, name)).map(([, each]) => each);
      if (Object.hasOwn(properties, name)) matching.push(properties[name]);
      if (matching.length === 0) {
        others.push(name);
        if (asSchema(additionalProperties)) matching.push(additionalProperties);
      }
      for (const each of matching) {
        const given = asSchema(each);
        if (given) faults.push(...this.faults(given, value[name], root, depth + 1));
      }
    }
    if (additionalProperties === false && others.length > 0)
      faults.push(
        `object instance has properties which are not allowed by the schema: ${JSON.stringify(others.sort())}`,
      );
    for (const [name, each] of Object.entries(asSchema(schema.dependencies) ?? {})) {
      if (!Object.hasOwn(value, name)) continue;
      const isMet = Array.isArray(each)
        ? each.every((other) => Object.hasOwn(value, String(other)))
        : this.#fits(each, value, root, depth);
      if (!isMet) faults.push(`property ${JSON.stringify(name)} has unmet dependencies`);
    }
    return faults;
  }

  #combined(schema: Schema, value: unknown, root: Schema, depth: number): string[] {
    const { allOf, anyOf, oneOf, not } = schema;
    const count = (of: unknown) =>
      Array.isArray(of) ? of.filter((each) => this.#fits(each, value, root, depth)).length : undefined;
    const faults: string[] = [];
    if (Array.isArray(allOf) && count(allOf) !== allOf.length)
      faults.push("instance failed to match all required schemas");
    if (count(anyOf) === 0) faults.push("instance failed to match at least one required schema");
    if (Array.isArray(oneOf) && count(oneOf) !== 1) faults.push("instance failed to match exactly one schema");
    if (asSchema(not) && this.#fits(not, value, root, depth))
      faults.push("instance matched a schema which it should not");
    return faults;
  }

  /** A model by the URL that names it, or a part of the same schema. */
  #resolve(ref: string, root: Schema): { readonly schema: Schema; readonly root: Schema } | undefined {
    const [, name] = /\/models\/([^/]+)$/.exec(ref) ?? [];
    if (name !== undefined) {
      const schema = this.#models.named(name);
      return schema && { schema, root: schema };
    }
    if (!ref.startsWith("#")) return undefined;
    let found: unknown = root;
    for (const step of ref.slice(1).split("/").slice(1)) {
      const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
      found =
        typeof found === "object" && found !== null && Object.hasOwn(found, key) ? (found as Schema)[key] : undefined;
    }
    const schema = asSchema(found);
    return schema && { schema, root };
  }
}

function typeFault({ type }: Schema, value: unknown): string | undefined {
  const types = (Array.isArray(type) ? type : type === undefined ? [] : [type]).map(String);
  if (types.length === 0) return undefined;
  const actual = typeOf(value);
  if (types.includes(actual) || (actual === "integer" && types.includes("number"))) return undefined;
  return `instance type (${actual}) does not match any allowed primitive type (allowed: ${JSON.stringify(types.sort())})`;
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}

function textFaults({ minLength, maxLength, pattern }: Schema, value: string): string[] {
  const faults: string[] = [];
  const length = [...value.slice(0, 1_000_000)].length;
  if (typeof minLength === "number" && length < minLength) faults.push("string is too short");
  if (typeof maxLength === "number" && length > maxLength) faults.push("string is too long");
  if (typeof pattern === "string" && !searchBounded(pattern, value))
    faults.push("ECMA 262 regex does not match input string");
  return faults;
}

function numberFaults(schema: Schema, value: number): string[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const faults: string[] = [];
  if (typeof minimum === "number" && (exclusiveMinimum === true ? value <= minimum : value < minimum))
    faults.push("numeric instance is lower than the required minimum");
  if (typeof maximum === "number" && (exclusiveMaximum === true ? value >= maximum : value > maximum))
    faults.push("numeric instance is greater than the required maximum");
  if (typeof exclusiveMinimum === "number" && value <= exclusiveMinimum)
    faults.push("numeric instance is not strictly greater than the required minimum");
  if (typeof exclusiveMaximum === "number" && value >= exclusiveMaximum)
    faults.push("numeric instance is not strictly lower than the required maximum");
  if (typeof multipleOf === "number" && multipleOf > 0 && !isMultiple(value, multipleOf))
    faults.push("remainder of division is not zero");
  return faults;
}

/** 0.3 is a multiple of 0.1, whatever their binary forms say. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || (typeof one === "object" && one !== null && JSON.stringify(one) === JSON.stringify(other));
}
