import { type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { byteText, compareValues, equalValues } from "../values/compare-values.ts";
import {
  type BoundOperand,
  bindOperand,
  type ConditionFaults,
  checkCount,
  conditionFunctions,
  isUpdateFunction,
  misused,
  type OperandFaults,
  readerOf,
  staticType,
  wrongType,
} from "./condition-operand.ts";
import { type DocumentPath, isSamePath, pathText } from "./document-path.ts";
import { ExpressionError } from "./expression-error.ts";
import { expressionLimits } from "./limits.ts";
import type { Placeholders } from "./placeholders.ts";
import type { Comparator, ConditionNode, ConditionTree } from "./syntax-tree.ts";

/** What an item is asked. */
export interface Condition {
  /** An item that is not there has no attributes. */
  matches(item: Readonly<Item> | undefined): boolean;
  /** All paths that it looks at. */
  readonly paths: readonly DocumentPath[];
}

export type Test = (item: Readonly<Item>) => boolean;

/** A condition or filter whose placeholders are known. Throws ExpressionError with AWS's words, in AWS's order. */
export function bindCondition(tree: ConditionTree, placeholders: Placeholders): Condition {
  const binder = new ConditionBinder(placeholders);
  const test = binder.bind(tree.root);
  checkFaults(tree, binder.faults);
  return { matches: (item) => test(item ?? noAttributes), paths: binder.paths };
}

/** What can be said of the tree without an item, told in AWS's order. */
export function checkFaults(tree: ConditionTree, faults: ConditionFaults): void {
  const fault =
    (tree.hasRedundantParentheses ? "The expression has redundant parentheses;" : undefined) ??
    faults.levels ??
    faults.unknownFunction ??
    faults.misusedFunction ??
    faults.reserved ??
    faults.condition;
  if (fault) throw new ExpressionError(fault);
}

export class ConditionBinder {
  readonly #placeholders: Placeholders;
  readonly faults: ConditionFaults = {};
  readonly paths: DocumentPath[] = [];

  constructor(placeholders: Placeholders) {
    this.#placeholders = placeholders;
  }

  bind(node: ConditionNode): Test {
    switch (node.kind) {
      case "and": {
        const [left, right] = [this.bind(node.left), this.bind(node.right)];
        return (item) => left(item) && right(item);
      }
      case "or": {
        const [left, right] = [this.bind(node.left), this.bind(node.right)];
        return (item) => left(item) || right(item);
      }
      case "not": {
        const test = this.bind(node.condition);
        return (item) => !test(item);
      }
      default:
        return this.#leaf(node);
    }
  }

  /** The operands of a leaf, and what is wrong with them. */
  operands(node: Leaf): BoundOperand[] {
    const own: OperandFaults = {};
    const operands = (node.kind === "test" ? node.operand.operands : node.operands).map((operand) =>
      bindOperand(operand, this.#placeholders, this.faults, own),
    );
    checkLeaf(node, operands, this.faults, own);
    this.faults.condition ??= own.undefinedName ?? own.undefinedValue ?? own.operands ?? own.same ?? own.type;
    for (const operand of operands) this.#addPaths(operand);
    return operands;
  }

  #addPaths(operand: BoundOperand): void {
    if (operand.kind === "path") this.paths.push(operand.path);
    else if (operand.kind === "size") this.#addPaths(operand.of);
  }

  #leaf(node: Leaf): Test {
    const operands = this.operands(node);
    // A function without operands is a fault, which is told when everything has been looked at.
    const readers = operands.map((operand) => readerOf(operand ?? { kind: "value", value: { NULL: true } }));
    const [read, second = nothing, third = nothing] = readers as [Reader, Reader?, Reader?];
    switch (node.kind) {
      case "compare":
        return (item) => compares(node.comparator, read(item), second(item));
      case "between":
        return (item) => isBetween(read(item), second(item), third(item));
      case "in": {
        const among = readers.slice(1);
        return (item) => {
          const value = read(item);
          return value !== undefined && among.some((each) => isEqual(value, each(item)));
        };
      }
      case "test":
        return functionTest(node.operand.name, read, second);
    }
  }
}

type Leaf = Exclude<ConditionNode, { kind: "and" | "or" | "not" }>;
type Reader = (item: Readonly<Item>) => AttributeValue | undefined;

const nothing: Reader = () => undefined;
const noAttributes: Readonly<Item> = Object.freeze({});

function checkLeaf(node: Leaf, operands: readonly BoundOperand[], faults: ConditionFaults, own: OperandFaults): void {
  const [first, second, third] = operands;
  switch (node.kind) {
    case "compare":
      checkDistinct(node.comparator, operands, own);
      if (node.comparator !== "=" && node.comparator !== "<>") checkOrdered(node.comparator, operands, own);
      break;
    case "between":
      checkOrdered("BETWEEN", operands, own);
      checkBounds(second!, third!, own);
      break;
    case "in":
      if (operands.length > expressionLimits.inOperands) checkCount("IN", operands.length, 0, own);
      break;
    case "test": {
      const { name } = node.operand;
      const count = conditionFunctions.get(name);
      if (isUpdateFunction(name)) faults.misusedFunction ??= misused(name);
      else if (count === undefined) faults.unknownFunction ??= `Invalid function name; function: ${name}`;
      else if (name === "size") faults.misusedFunction ??= misused(name);
      else {
        checkCount(name, operands.length, count, own);
        checkDistinct(name, operands, own);
        if (name.startsWith("attribute_")) checkAttributeFunction(name, first!, second, own);
        if (name === "begins_with") checkBeginsWith(operands, own);
      }
    }
  }
}

function checkDistinct(operator: string, [first, second]: readonly BoundOperand[], own: OperandFaults): void {
  if (first?.kind === "path" && second?.kind === "path" && isSamePath(first.path, second.path))
    own.same ??= `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${pathText(first.path)}`;
}

function checkOrdered(operator: string, operands: readonly BoundOperand[], own: OperandFaults): void {
  for (const operand of operands) {
    const type = staticType(operand);
    if (type !== undefined && type !== "S" && type !== "N" && type !== "B") own.type ??= wrongType(operator, type);
  }
}

function checkBounds(low: BoundOperand, high: BoundOperand, own: OperandFaults): void {
  if (low.kind !== "value" || high.kind !== "value" || own.undefinedValue) return;
  const order = compareValues(low.value, high.value);
  const bounds = `lower bound operand: AttributeValue: ${valueText(low.value)}, upper bound operand: AttributeValue: ${valueText(high.value)}`;
  if (typeOf(low.value) !== typeOf(high.value))
    own.type ??= `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`;
  else if (order !== undefined && order > 0)
    own.type ??= `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`;
}

function checkAttributeFunction(
  name: string,
  first: BoundOperand,
  second: BoundOperand | undefined,
  own: OperandFaults,
): void {
  if (name !== "attribute_type") {
    if (first.kind !== "path")
      own.type ??= `Operator or function requires a document path; operator or function: ${name}`;
    return;
  }
  if (!second) return;
  const type = staticType(second);
  if (second.kind !== "value" || second.value.S === undefined)
    own.type ??= wrongType(name, type ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
  else if (!attributeTypes.has(second.value.S))
    own.type ??= `Invalid attribute type name found; type: ${second.value.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`;
}

function checkBeginsWith(operands: readonly BoundOperand[], own: OperandFaults): void {
  for (const operand of operands) {
    const type = staticType(operand);
    if (type !== undefined && type !== "S" && type !== "B") own.type ??= wrongType("begins_with", type);
  }
}

function functionTest(name: string, read: Reader, second: Reader): Test {
  switch (name) {
    case "attribute_exists":
      return (item) => read(item) !== undefined;
    case "attribute_not_exists":
      return (item) => read(item) === undefined;
    case "attribute_type":
      return (item) => {
        const value = read(item);
        return value !== undefined && typeOf(value) === second(item)?.S;
      };
    case "begins_with":
      return (item) => beginsWith(read(item), second(item));
    case "contains":
      return (item) => contains(read(item), second(item));
    default:
      // Another is a fault that has been noted.
      return () => false;
  }
}

/** What is not there equals nothing, not even what is not there either, and has no order. */
export function compares(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (comparator === "=") return isEqual(left, right);
  if (comparator === "<>") return !isEqual(left, right);
  const order = left && right && compareValues(left, right);
  if (order === undefined) return false;
  switch (comparator) {
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

export function isEqual(left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  return left !== undefined && right !== undefined && equalValues(left, right);
}

export function isBetween(
  value: AttributeValue | undefined,
  low: AttributeValue | undefined,
  high: AttributeValue | undefined,
): boolean {
  return compares(">=", value, low) && compares("<=", value, high);
}

export function beginsWith(value: AttributeValue | undefined, beginning: AttributeValue | undefined): boolean {
  if (value?.S !== undefined && beginning?.S !== undefined) return value.S.startsWith(beginning.S);
  if (!value?.B || !beginning?.B) return false;
  return (
    value.B.byteLength >= beginning.B.byteLength &&
    Buffer.compare(value.B.subarray(0, beginning.B.byteLength), beginning.B) === 0
  );
}

/** A text or bytes within others, or an element of a set or list. */
export function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (!value || !part) return false;
  if (value.L) return value.L.some((element) => equalValues(element, part));
  if (part.S !== undefined) return (value.S ?? value.SS)?.includes(part.S) ?? false;
  if (part.N !== undefined) return value.NS?.includes(part.N) ?? false;
  if (!part.B) return false;
  if (value.B) return byteText(value.B).includes(byteText(part.B));
  const bytes = part.B;
  return value.BS?.some((each) => Buffer.compare(each, bytes) === 0) ?? false;
}

function valueText(value: AttributeValue): string {
  const type = typeOf(value);
  return `{${type}:${value.B ? Buffer.from(value.B).toString("base64") : String(value[type])}}`;
}

const attributeTypes: ReadonlySet<string> = new Set(["S", "N", "B", "NULL", "SS", "BOOL", "L", "BS", "NS", "M"]);
