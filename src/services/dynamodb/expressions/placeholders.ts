import { type AttributeValue, attributeOf, type Item } from "../values/attribute-value.ts";
import { checkValue } from "../values/check-value.ts";
import { validationException } from "../values/validation-exception.ts";

/** A request's `ExpressionAttributeNames` and `ExpressionAttributeValues`, with which of them its expressions have used. */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>> | undefined;
  readonly #values: Readonly<Item> | undefined;
  readonly #used = new Set<string>();

  /** Checks them, and gives the values' numbers their canonical texts in place. */
  constructor(names: Readonly<Record<string, string>> | undefined, values: Readonly<Item> | undefined) {
    if (names) checkNames(names);
    if (values) checkValues(values);
    this.#names = names;
    this.#values = values;
  }

  /** What `#name` stands for. */
  name(placeholder: string): string | undefined {
    if (!this.#names || !Object.hasOwn(this.#names, placeholder)) return undefined;
    this.#used.add(placeholder);
    return this.#names[placeholder];
  }

  /** What `:value` stands for. */
  value(placeholder: string): AttributeValue | undefined {
    const value = this.#values && attributeOf(this.#values, placeholder);
    if (value) this.#used.add(placeholder);
    return value;
  }

  /** When all expressions have been read. */
  checkAllUsed(): void {
    this.#checkUsed("ExpressionAttributeNames", this.#names);
    this.#checkUsed("ExpressionAttributeValues", this.#values);
  }

  #checkUsed(parameter: string, placeholders: object | undefined): void {
    if (!placeholders) return;
    const unused = Object.keys(placeholders).filter((placeholder) => !this.#used.has(placeholder));
    if (unused.length > 0)
      throw validationException(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(", ")}}`);
  }
}

function checkNames(names: Readonly<Record<string, string>>): void {
  const placeholders = Object.keys(names);
  if (placeholders.length === 0) throw validationException("ExpressionAttributeNames must not be empty");
  for (const placeholder of placeholders) {
    checkPlaceholder("ExpressionAttributeNames", placeholder, "#");
    const name = names[placeholder]!;
    if (name === "")
      throw validationException(
        `ExpressionAttributeNames contains invalid value: Empty attribute name for key ${placeholder}`,
      );
    if (Buffer.byteLength(name) > longestNameBytes)
      throw validationException(
        `ExpressionAttributeNames contains invalid value: Attribute name is too large for key ${placeholder}`,
      );
  }
}

function checkValues(values: Readonly<Item>): void {
  const placeholders = Object.keys(values);
  if (placeholders.length === 0) throw validationException("ExpressionAttributeValues must not be empty");
  for (const placeholder of placeholders) checkPlaceholder("ExpressionAttributeValues", placeholder, ":");
  for (const placeholder of placeholders) {
    try {
      checkValue(values[placeholder]!);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw validationException(`ExpressionAttributeValues contains invalid value: ${reason} for key ${placeholder}`);
    }
  }
}

function checkPlaceholder(parameter: string, placeholder: string, mark: string): void {
  if (!placeholder.startsWith(mark) || !placeholderName.test(placeholder.slice(1)))
    throw validationException(`${parameter} contains invalid key: Syntax error; key: "${placeholder}"`);
  if (placeholder.length > longestPlaceholder)
    throw validationException(
      `${parameter} contains invalid key: The expression attribute ${mark === "#" ? "name" : "value"} is too long; key: "${placeholder}"`,
    );
}

const placeholderName = /^[0-9a-zA-Z_]+$/;
/** With its first character. Source: "Quotas in Amazon DynamoDB", *Expression parameters*. */
const longestPlaceholder = 255;
const longestNameBytes = 65_535;
