import { type AttributeValue, typeOf } from "../values/attribute-value.ts";
import type { KeyAttribute } from "../values/check-key.ts";
import { compareValues, equalValues } from "../values/compare-values.ts";
import { validationException } from "../values/validation-exception.ts";
import { beginsWith, ConditionBinder, checkFaults, type Test } from "./condition.ts";
import type { BoundOperand } from "./condition-operand.ts";
import type { Placeholders } from "./placeholders.ts";
import type { ConditionNode, ConditionTree } from "./syntax-tree.ts";

/** AWS's words for comparisons in its older parameters. */
export type ComparisonOperator =
  | "EQ"
  | "NE"
  | "IN"
  | "LE"
  | "LT"
  | "GE"
  | "GT"
  | "BETWEEN"
  | "NOT_NULL"
  | "NULL"
  | "CONTAINS"
  | "NOT_CONTAINS"
  | "BEGINS_WITH";

export interface KeyTest {
  readonly operator: ComparisonOperator;
  readonly values: readonly AttributeValue[];
}

/** What is asked of the attributes of a key, by their names. Which of them is which is known from the table. */
export interface KeyCondition {
  readonly tests: ReadonlyMap<string, KeyTest>;
}

/** What is asked of a key, as far as its schema is concerned: the items are one range of the ordered keys. */
export interface KeyRange {
  /** Of all hash attributes, in the schema's order. */
  readonly hash: readonly AttributeValue[];
  /** Of the range attributes that are asked to be equal: those at the beginning. */
  readonly equal: readonly AttributeValue[];
  /** Of the range attribute that follows. */
  readonly last: KeyTest | undefined;
}

/** The most attributes that the key of an index can have. Source: "Quotas in Amazon DynamoDB", *Secondary indexes*. */
const mostKeyAttributes = 8;

/** A key condition whose placeholders are known. Throws ExpressionError for what is wrong with any condition, AWS's errors for what is none of a key. */
export function bindKeyCondition(tree: ConditionTree, placeholders: Placeholders): () => KeyCondition {
  const binder = new KeyConditionBinder(placeholders);
  binder.bind(tree.root);
  checkFaults(tree, binder.faults);
  return () => toKeyCondition(binder.bound);
}

/** Leaves in the order of the text, with their operands bound. */
class KeyConditionBinder extends ConditionBinder {
  readonly bound: BoundNode[] = [];

  override bind(node: ConditionNode): Test {
    switch (node.kind) {
      case "and":
      case "or":
        this.bound.push({ node, operands: [] });
        this.bind(node.left);
        return this.bind(node.right);
      case "not":
        this.bound.push({ node, operands: [] });
        return this.bind(node.condition);
      default:
        this.bound.push({ node, operands: this.operands(node) });
        return () => false;
    }
  }
}

interface BoundNode {
  readonly node: ConditionNode;
  readonly operands: readonly BoundOperand[];
}

/** In the order in which AWS looks at them: what holds others before what it holds. */
function toKeyCondition(nodes: readonly BoundNode[]): KeyCondition {
  const tests = new Map<string, KeyTest>();
  for (const bound of nodes) if (bound.node.kind !== "and") addTest(bound, tests);
  checkCount(tests.size);
  return { tests };
}

function addTest({ node, operands }: BoundNode, tests: Map<string, KeyTest>): void {
  if (node.kind === "and") return;
  const word =
    node.kind === "compare" ? node.comparator : node.kind === "test" ? node.operand.name : node.kind.toUpperCase();
  if (!(word in operators)) throw validationException(`Invalid operator used in KeyConditionExpression: ${word}`);
  if ((word === "BETWEEN" || word === "begins_with") && operands[0]!.kind !== "path")
    throw invalidCondition(`${word} operator must have the key attribute as its first operand`);
  let name: string | undefined;
  for (const operand of operands) {
    if (operand.kind === "size") throw validationException("KeyConditionExpressions cannot contain nested operations");
    if (operand.kind === "value") continue;
    if (name !== undefined) throw invalidCondition("Multiple attribute names used in one condition");
    if (operand.path.length > 1)
      throw validationException("KeyConditionExpressions cannot have conditions on nested attributes");
    name = operand.path[0] as string;
  }
  if (name === undefined) throw invalidCondition("No key attribute specified");
  if (tests.has(name)) throw validationException("KeyConditionExpressions must only contain one condition per key");
  const values = operands.flatMap((operand) => (operand.kind === "value" ? [operand.value] : []));
  const [forwards, backwards] = operators[word as keyof typeof operators];
  tests.set(name, { operator: operands[0]!.kind === "path" ? forwards : backwards, values });
}

/** What each is called in the older parameters, with the attribute on its left and on its right. */
const operators = {
  "=": ["EQ", "EQ"],
  "<": ["LT", "GT"],
  "<=": ["LE", "GE"],
  ">": ["GT", "LT"],
  ">=": ["GE", "LE"],
  BETWEEN: ["BETWEEN", "BETWEEN"],
  begins_with: ["BEGINS_WITH", "BEGINS_WITH"],
} as const satisfies Record<string, readonly [ComparisonOperator, ComparisonOperator]>;

/** Conditions on as many attributes as a key can have. */
export function checkCount(count: number): void {
  if (count < 1 || count > mostKeyAttributes) throw validationException("Conditions can be of length 1 or 2 only");
}

/** What the condition asks of the keys of a table or an index. Throws AWS's errors for what is no range of them. */
export function toKeyRange({ tests }: KeyCondition, schema: readonly KeyAttribute[]): KeyRange {
  const hash: AttributeValue[] = [];
  const equal: AttributeValue[] = [];
  let last: KeyTest | undefined;
  let seen = 0;
  for (const attribute of schema) {
    if (schema.length === 1 && tests.size > 1) throw notSupported();
    const test = tests.get(attribute.name);
    if (!test) {
      if (attribute.isHash || tests.size > seen) throw missed(attribute.name);
      break;
    }
    seen += 1;
    checkTest(test, attribute);
    if (attribute.isHash) {
      if (test.operator !== "EQ") throw notSupported();
      hash.push(test.values[0]!);
    } else if (last) throw notSupported();
    else if (test.operator === "EQ") equal.push(test.values[0]!);
    else last = test;
  }
  if (tests.size > seen) throw notSupported();
  return { hash, equal, last };
}

function checkTest({ operator, values }: KeyTest, { name, type }: KeyAttribute): void {
  if (notIndexable.has(operator))
    throw validationException("Attempted conditional constraint is not an indexable operation");
  for (const value of values) {
    if (typeOf(value) !== type)
      throw validationException(
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
      );
    if (value.S === "" || value.B?.byteLength === 0)
      throw validationException(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${type === "S" ? "string" : "binary"} value. Key: ${name}`,
      );
  }
}

/** Whether a range attribute's value is what the test asks for. */
export function passesKeyTest({ operator, values }: KeyTest, value: AttributeValue): boolean {
  const [first, second] = values as [AttributeValue, AttributeValue?];
  const order = compareValues(value, first) ?? Number.NaN;
  switch (operator) {
    case "EQ":
      return equalValues(value, first);
    case "LT":
      return order < 0;
    case "LE":
      return order <= 0;
    case "GT":
      return order > 0;
    case "GE":
      return order >= 0;
    case "BETWEEN":
      return order >= 0 && (compareValues(value, second!) ?? Number.NaN) <= 0;
    case "BEGINS_WITH":
      return beginsWith(value, first);
    default:
      return false;
  }
}

const notIndexable: ReadonlySet<ComparisonOperator> = new Set([
  "NULL",
  "NOT_NULL",
  "NE",
  "CONTAINS",
  "NOT_CONTAINS",
  "IN",
]);

function notSupported() {
  return validationException("Query key condition not supported");
}

function missed(name: string) {
  return validationException(`Query condition missed key schema element: ${name}`);
}

function invalidCondition(what: string) {
  return validationException(`Invalid condition in KeyConditionExpression: ${what}`);
}
