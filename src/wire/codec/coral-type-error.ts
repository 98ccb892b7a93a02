import type { Shape } from "../model/shape.ts";
import { LongText } from "./long-texts.ts";
import { isStrictBase64 } from "./strict-base64.ts";

/**
 * What AWS's older framework says of a JSON value that is not of its shape: DynamoDB's words, which tell Java's classes. Undefined where nothing of the kind is
 * wrong. Source: recorded answers.
 */
export function coralTypeError(shape: Shape, tree: unknown, namespace: string): string | undefined {
  return new CoralTypes(namespace).inStructure(shape, tree as Record<string, unknown>);
}

/** Where a value stands decides the words for one that is no structure, list or map. */
type Place = "member" | "element";

class CoralTypes {
  readonly #namespace: string;

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  inStructure(shape: Shape, tree: Record<string, unknown>): string | undefined {
    for (const { name, shape: of } of shape.members) {
      const fault = this.#of(of, tree[name], "member");
      if (fault) return fault;
    }
    return undefined;
  }

  #of(shape: Shape, given: unknown, place: Place): string | undefined {
    if (given === null || given === undefined) return undefined;
    const tree = given instanceof LongText ? given.text : given;
    switch (shape.kind) {
      case "structure":
      case "union":
        return this.#ofStructure(shape, tree, place);
      case "list":
        return this.#ofList(shape, tree, place);
      case "map":
        return this.#ofMap(shape, tree, place);
      case "blob":
        return this.#ofBlob(tree);
      default:
        return this.#ofScalar(shape, tree);
    }
  }

  #ofStructure(shape: Shape, tree: unknown, place: Place): string | undefined {
    if (Array.isArray(tree)) return `Unrecognized collection type class ${this.#className(shape)}`;
    if (typeof tree !== "object")
      return place === "member" ? "Unexpected field type" : "Unexpected value type in payload";
    return this.inStructure(shape, tree as Record<string, unknown>);
  }

  #ofList(shape: Shape, tree: unknown, place: Place): string | undefined {
    if (Array.isArray(tree)) return firstOf(tree, (item) => this.#of(shape.item.shape, item, "element"));
    if (typeof tree === "object") return structureInstead;
    return place === "member" ? "Unexpected field type" : noClass;
  }

  #ofMap(shape: Shape, tree: unknown, place: Place): string | undefined {
    if (Array.isArray(tree)) return `Unrecognized collection type ${this.#className(shape)}`;
    if (typeof tree !== "object") return place === "member" ? "Unexpected field type" : noClass;
    return firstOf(Object.values(tree as object), (item) => this.#of(shape.item.shape, item, "element"));
  }

  #ofBlob(tree: unknown): string | undefined {
    if (Array.isArray(tree)) return "Unrecognized collection type class java.nio.ByteBuffer";
    if (typeof tree === "object") return structureInstead;
    if (typeof tree !== "string") return "only base-64-encoded strings are convertible to bytes";
    if (tree.length % 4 !== 0)
      return `Base64 encoded length is expected a multiple of 4 bytes but found: ${tree.length}`;
    return isStrictBase64(tree) ? undefined : "Invalid last non-pad Base64 character dectected";
  }

  #ofScalar(shape: Shape, tree: unknown): string | undefined {
    const type = this.#scalarName(shape);
    if (Array.isArray(tree)) return `Unrecognized collection type class java.lang.${type}`;
    if (typeof tree === "object") return structureInstead;
    if (typeof tree === javaTypes[type]) return undefined;
    if (type === "Boolean" && typeof tree === "string")
      return /^(?:true|1|yes|false|0|no)$/i.test(tree) ? undefined : "Unexpected token received from parser";
    return `${tokenOf(tree)} cannot be converted to ${type}`;
  }

  #scalarName({ kind }: Shape): keyof typeof javaTypes {
    if (kind === "boolean") return "Boolean";
    if (kind === "integer") return "Integer";
    if (kind === "long") return "Long";
    return kind === "string" ? "String" : "Double";
  }

  #className(shape: Shape): string {
    if (shape.kind === "list") return `java.util.List<${this.#className(shape.item.shape)}>`;
    if (shape.kind === "map") return `java.util.Map<java.lang.String, ${this.#className(shape.item.shape)}>`;
    if (shape.kind === "structure" || shape.kind === "union") return `${this.#namespace}.${shape.name}`;
    return `java.lang.${this.#scalarName(shape)}`;
  }
}

const structureInstead = "Start of structure or map found where not expected";
const noClass =
  "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')";
const javaTypes = {
  Boolean: "boolean",
  Integer: "number",
  Long: "number",
  Double: "number",
  String: "string",
} as const;

function tokenOf(tree: unknown): string {
  if (typeof tree === "boolean") return tree ? "TRUE_VALUE" : "FALSE_VALUE";
  if (typeof tree === "number") return Number.isInteger(tree) ? "NUMBER_VALUE" : "DECIMAL_VALUE";
  return "STRING_VALUE";
}

function firstOf(values: readonly unknown[], check: (value: unknown) => string | undefined): string | undefined {
  for (const value of values) {
    const fault = check(value);
    if (fault) return fault;
  }
  return undefined;
}
