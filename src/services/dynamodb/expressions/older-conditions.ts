import { type AttributeType, type AttributeValue, attributeOf, type Item, typeOf } from "../values/attribute-value.ts";
import { checkValue } from "../values/check-value.ts";
import { compareValues } from "../values/compare-values.ts";
import { validationException } from "../values/validation-exception.ts";
import { beginsWith, type Condition, compares, contains, isBetween, isEqual } from "./condition.ts";
import { type ComparisonOperator, checkCount, type KeyCondition, type KeyTest } from "./key-condition.ts";

/**
 * The parameters that were there before expressions. Source: "Legacy conditional parameters" of the developer guide. A comparison is one test; several are all
 * to be true, or one of them.
 */
export interface OlderCondition {
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly AttributeValue[];
}

export interface OlderExpectation extends OlderCondition {
  readonly Value?: AttributeValue;
  readonly Exists?: boolean;
}

/** Checks `QueryFilter`, `ScanFilter` or `KeyConditions`, and gives the numbers their canonical texts in place. */
export function checkOlderConditions(conditions: Readonly<Record<string, OlderCondition>>): void {
  for (const name of Object.keys(conditions)) {
    const { ComparisonOperator, AttributeValueList: values = [] } = conditions[name]!;
    const operator = ComparisonOperator as ComparisonOperator;
    for (const value of values) checkValue(value);
    checkArguments(operator, values.length);
    checkSameType(values);
    const types = typesOf[operator];
    const wrong = types && values.find((value) => !types.includes(typeOf(value)));
    if (wrong) throw invalid(`ComparisonOperator ${operator} is not valid for ${typeOf(wrong)} AttributeValue type`);
    checkBounds(operator, values);
  }
}

/** Checks `Expected`, and gives the numbers their canonical texts in place. */
export function checkExpected(expected: Readonly<Record<string, OlderExpectation>>): void {
  for (const name of Object.keys(expected)) {
    const { ComparisonOperator, AttributeValueList, Value, Exists } = expected[name]!;
    const operator = ComparisonOperator as ComparisonOperator | undefined;
    if (AttributeValueList && Value)
      throw invalid(`Value and AttributeValueList cannot be used together for Attribute: ${name}`);
    if (!operator) {
      checkExistence(name, expected[name]!);
      continue;
    }
    if (Exists !== undefined)
      throw invalid(`Exists and ComparisonOperator cannot be used together for Attribute: ${name}`);
    if (operator !== "NULL" && operator !== "NOT_NULL" && !AttributeValueList && !Value)
      throw invalid(
        `Value or AttributeValueList must be used with ComparisonOperator: ${operator} for Attribute: ${name}`,
      );
    const values = AttributeValueList ?? (Value ? [Value] : []);
    for (const value of values) checkValue(value);
    checkArguments(operator, values.length);
    checkSameType(values);
    const types = typesOf[operator];
    const wrong = types && values.find((value) => !types.includes(typeOf(value)));
    if (wrong) throw invalid(`ComparisonOperator ${operator} is not valid for ${typeOf(wrong)} AttributeValue type`);
    checkBounds(operator, values);
  }
}

function checkExistence(name: string, { AttributeValueList, Value, Exists }: OlderExpectation): void {
  if (AttributeValueList)
    throw invalid(`AttributeValueList can only be used with a ComparisonOperator for Attribute: ${name}`);
  const exists = Exists ?? true;
  if (exists && !Value)
    throw invalid(`Value must be provided when Exists is ${Exists ?? "null"} for Attribute: ${name}`);
  if (!exists && Value) throw invalid(`Value cannot be used when Exists is false for Attribute: ${name}`);
  if (Value) checkValue(Value);
}

/** `ConditionalOperator` needs something to join. */
export function checkConditionalOperator(operator: string | undefined, conditions: object | undefined): void {
  if (operator === undefined) return;
  const count = conditions ? Object.keys(conditions).length : 0;
  if (count === 0) throw validationException("ConditionalOperator cannot be used without Filter or Expected");
  if (count === 1)
    throw validationException("ConditionalOperator can only be used when Filter or Expected has two or more elements");
}

/** What checked parameters ask of an item. */
export function toCondition(
  conditions: Readonly<Record<string, OlderExpectation>>,
  operator: string | undefined,
): Condition {
  const tests = Object.keys(conditions).map((name) => toTest(name, conditions[name]!));
  return {
    paths: Object.keys(conditions).map((name) => [name]),
    matches: (item = {}) =>
      operator === "OR" && tests.length > 0 ? tests.some((test) => test(item)) : tests.every((test) => test(item)),
  };
}

/** What checked `KeyConditions` ask of a key. */
export function toOlderKeyCondition(conditions: Readonly<Record<string, OlderCondition>>): KeyCondition {
  const tests = new Map<string, KeyTest>();
  for (const name of Object.keys(conditions)) {
    const { ComparisonOperator, AttributeValueList } = conditions[name]!;
    tests.set(name, { operator: ComparisonOperator as ComparisonOperator, values: AttributeValueList ?? [] });
  }
  checkCount(tests.size);
  return { tests };
}

function toTest(name: string, condition: OlderExpectation): (item: Readonly<Item>) => boolean {
  const { ComparisonOperator, AttributeValueList, Value, Exists } = condition;
  const operator = ComparisonOperator ?? (Exists === false ? "NULL" : "EQ");
  const values = AttributeValueList ?? (Value ? [Value] : []);
  return (item) => passes(operator as ComparisonOperator, attributeOf(item, name), values);
}

function passes(
  operator: ComparisonOperator,
  value: AttributeValue | undefined,
  values: readonly AttributeValue[],
): boolean {
  const [first, second] = values;
  switch (operator) {
    case "EQ":
      return isEqual(value, first);
    case "NE":
      return !isEqual(value, first);
    case "LT":
      return compares("<", value, first);
    case "LE":
      return compares("<=", value, first);
    case "GT":
      return compares(">", value, first);
    case "GE":
      return compares(">=", value, first);
    case "BETWEEN":
      return isBetween(value, first, second);
    case "IN":
      return values.some((each) => isEqual(value, each));
    case "NULL":
      return value === undefined;
    case "NOT_NULL":
      return value !== undefined;
    case "CONTAINS":
      return contains(value, first);
    case "NOT_CONTAINS":
      // Of what is not there, neither is true.
      return value !== undefined && !contains(value, first);
    case "BEGINS_WITH":
      return beginsWith(value, first);
  }
}

function checkArguments(operator: ComparisonOperator, count: number): void {
  const [least, most] = argumentCounts[operator] ?? [1, 1];
  if (count < least || count > most)
    throw invalid(`Invalid number of argument(s) for the ${operator} ComparisonOperator`);
}

function checkSameType(values: readonly AttributeValue[]): void {
  if (values.some((value) => typeOf(value) !== typeOf(values[0]!)))
    throw invalid("AttributeValues inside AttributeValueList must be of same type");
}

function checkBounds(operator: ComparisonOperator, values: readonly AttributeValue[]): void {
  if (operator === "BETWEEN" && (compareValues(values[0]!, values[1]!) ?? 0) > 0)
    throw validationException(
      "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound",
    );
}

const argumentCounts: Readonly<Partial<Record<ComparisonOperator, readonly [number, number]>>> = {
  NULL: [0, 0],
  NOT_NULL: [0, 0],
  BETWEEN: [2, 2],
  IN: [1, Number.POSITIVE_INFINITY],
};

const scalars: readonly AttributeType[] = ["S", "N", "B"];
const typesOf: Readonly<Partial<Record<ComparisonOperator, readonly AttributeType[]>>> = {
  LE: scalars,
  LT: scalars,
  GE: scalars,
  GT: scalars,
  CONTAINS: scalars,
  NOT_CONTAINS: scalars,
  BEGINS_WITH: ["S", "B"],
  IN: scalars,
  BETWEEN: scalars,
};

function invalid(what: string) {
  return validationException(`One or more parameter values were invalid: ${what}`);
}
