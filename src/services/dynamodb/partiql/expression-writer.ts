import type { PathElement } from "../expressions/document-path.ts";
import { type AttributeValue, type Item, setAttribute, typeOf } from "../values/attribute-value.ts";
import { validationException } from "../values/validation-exception.ts";
import type { Literal, Term, Where } from "./statement.ts";

/**
 * Writes a statement's conditions and assignments as expressions, with a placeholder for every name and value: so a statement that comes again with other values is
 * the same expressions, and no name is a reserved word.
 */
export class ExpressionWriter {
  readonly #parameters: readonly AttributeValue[];
  readonly #names = new Map<string, string>();
  readonly values: Item = {};
  #valueCount = 0;

  constructor(parameters: readonly AttributeValue[]) {
    this.#parameters = parameters;
  }

  /** What goes along with the expressions. */
  placeholders(): {
    readonly ExpressionAttributeNames: Record<string, string> | undefined;
    readonly ExpressionAttributeValues: Item | undefined;
  } {
    return {
      ExpressionAttributeNames:
        this.#names.size === 0
          ? undefined
          : Object.fromEntries([...this.#names].map(([name, placeholder]) => [placeholder, name])),
      ExpressionAttributeValues: this.#valueCount === 0 ? undefined : this.values,
    };
  }

  path(path: readonly PathElement[]): string {
    let text = "";
    for (const element of path) {
      if (typeof element === "number") text += `[${element}]`;
      else text += `${text === "" ? "" : "."}${this.#name(element)}`;
    }
    return text;
  }

  value(value: AttributeValue): string {
    const placeholder = `:v${this.#valueCount}`;
    this.#valueCount += 1;
    this.values[placeholder] = structuredClone(value);
    return placeholder;
  }

  literal(literal: Literal): AttributeValue {
    switch (literal.kind) {
      case "value":
        return literal.value;
      case "parameter":
        return this.#parameters[literal.index]!;
      case "list":
        return { L: literal.elements.map((element) => this.literal(element)) };
      case "set":
        return toSet(literal.elements.map((element) => this.literal(element)));
      case "map": {
        const map: Item = {};
        for (const { name, value } of literal.members) setAttribute(map, name, this.literal(value));
        return { M: map };
      }
    }
  }

  term(term: Term): string {
    switch (term.kind) {
      case "path":
        return this.path(term.path);
      case "function":
        return `${term.name}(${term.terms.map((each) => this.term(each)).join(", ")})`;
      case "+":
      case "-":
        return `${this.term(term.terms[0])} ${term.kind} ${this.term(term.terms[1])}`;
      default:
        return this.value(this.literal(term));
    }
  }

  where(where: Where): string {
    switch (where.kind) {
      case "and":
      case "or":
        return `${this.#inner(where.left)} ${where.kind.toUpperCase()} ${this.#inner(where.right)}`;
      case "not":
        return `NOT ${this.#inner(where.where)}`;
      case "compare":
        return `${this.term(where.terms[0])} ${where.comparator} ${this.term(where.terms[1])}`;
      case "between": {
        const [term, low, high] = where.terms.map((each) => this.term(each));
        return `${term} BETWEEN ${low} AND ${high}`;
      }
      case "in":
        return `${this.term(where.term)} IN (${where.among.map((each) => this.term(each)).join(", ")})`;
      case "is":
        return this.#is(where);
      case "test":
        return this.term(where.term);
    }
  }

  /** Several conditions, all of which are to hold. */
  all(conditions: readonly string[]): string | undefined {
    if (conditions.length === 0) return undefined;
    return conditions.length === 1 ? conditions[0] : conditions.map((condition) => `(${condition})`).join(" AND ");
  }

  #inner(where: Where): string {
    const text = this.where(where);
    return where.kind === "and" || where.kind === "or" || where.kind === "not" ? `(${text})` : text;
  }

  #is({ term, what, isNot }: Where & { kind: "is" }): string {
    const text = this.term(term);
    if (what === "MISSING") return `${isNot ? "attribute_exists" : "attribute_not_exists"}(${text})`;
    return `${isNot ? "NOT " : ""}attribute_type(${text}, ${this.value({ S: "NULL" })})`;
  }

  #name(name: string): string {
    let placeholder = this.#names.get(name);
    if (placeholder === undefined) {
      placeholder = `#n${this.#names.size}`;
      this.#names.set(name, placeholder);
    }
    return placeholder;
  }
}

function toSet(values: readonly AttributeValue[]): AttributeValue {
  const [first] = values;
  const type = first && typeOf(first);
  if (!first || !values.every((value) => typeOf(value) === type))
    throw validationException("A set must have elements, all of the same type: strings, numbers or bytes");
  if (type === "S") return { SS: values.map(({ S }) => S!) };
  if (type === "N") return { NS: values.map(({ N }) => N!) };
  if (type === "B") return { BS: values.map(({ B }) => B!) };
  throw validationException("A set must have elements, all of the same type: strings, numbers or bytes");
}
