import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { toTyped } from "./item-json.ts";

/** One line of the filters. */
export interface Filter {
  readonly name: string;
  readonly test: FilterTest;
  readonly type: string;
  readonly value: string;
}

export const filterTests = {
  "=": "Equal to",
  "<>": "Not equal to",
  "<": "Less than",
  "<=": "Less than or equal to",
  ">": "Greater than",
  ">=": "Greater than or equal to",
  begins_with: "Begins with",
  contains: "Contains",
  "not contains": "Not contains",
  attribute_exists: "Exists",
  attribute_not_exists: "Not exists",
} as const;

export type FilterTest = keyof typeof filterTests;

export function needsValue(test: FilterTest): boolean {
  return test !== "attribute_exists" && test !== "attribute_not_exists";
}

/** What the range key is asked for; without a value it is not. */
export interface RangeTest {
  readonly test: "=" | "<" | "<=" | ">" | ">=" | "begins_with";
  readonly value: string;
}

/** An expression with its names and values. */
export interface Expression {
  readonly text: string | undefined;
  readonly names: Record<string, string>;
  readonly values: Record<string, AttributeValue>;
}

export function toFilterExpression(filters: readonly Filter[]): Expression {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const parts = filters
    .filter(({ name }) => name !== "")
    .map(({ name, test, type, value }, at) => {
      const [n, v] = [`#f${at}`, `:f${at}`];
      names[n] = name;
      if (!needsValue(test)) return `${test}(${n})`;
      values[v] = toTyped(type, value);
      return testText(test, n, v);
    });
  return { text: parts.length > 0 ? parts.join(" AND ") : undefined, names, values };
}

function testText(test: FilterTest, name: string, value: string): string {
  if (test === "not contains") return `NOT contains(${name}, ${value})`;
  if (test === "begins_with" || test === "contains") return `${test}(${name}, ${value})`;
  return `${name} ${test} ${value}`;
}

export interface KeyPart {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

export function toKeyExpression(
  hash: readonly KeyPart[],
  range: (KeyPart & Pick<RangeTest, "test">) | undefined,
): Expression {
  const names: Record<string, string> = {};
  const values: Record<string, AttributeValue> = {};
  const add = ({ name, type, value }: KeyPart, at: string) => {
    names[`#${at}`] = name;
    values[`:${at}`] = toTyped(type, value);
  };
  const parts = hash.map((part, at) => {
    add(part, `h${at}`);
    return `#h${at} = :h${at}`;
  });
  if (range && range.value !== "") {
    add(range, "r");
    parts.push(testText(range.test, "#r", ":r"));
  }
  return { text: parts.join(" AND "), names, values };
}
