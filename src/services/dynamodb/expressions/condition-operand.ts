import { type AttributeType, type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { bindPath, type NameFaults, undefinedValue } from "./bind-path.ts";
import { type DocumentPath, valueAt } from "./document-path.ts";
import type { Placeholders } from "./placeholders.ts";
import type { Operand } from "./syntax-tree.ts";

/** An operand of a condition, its placeholders known. */
export type BoundOperand =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "size"; readonly of: BoundOperand };

/** What can be wrong with one condition, in AWS's order of telling. */
export interface OperandFaults {
  undefinedName?: string;
  undefinedValue?: string;
  operands?: string;
  same?: string;
  type?: string;
}

/** What can be wrong with an expression as a whole, before any single condition of it. */
export interface ConditionFaults extends NameFaults {
  unknownFunction?: string;
  misusedFunction?: string;
  condition?: string;
}

/** How many operands each function has. */
export const conditionFunctions: ReadonlyMap<string, number> = new Map([
  ["attribute_exists", 1],
  ["attribute_not_exists", 1],
  ["attribute_type", 2],
  ["begins_with", 2],
  ["contains", 2],
  ["size", 1],
]);

/** Those of updates are known, and are not for conditions. */
export function isUpdateFunction(name: string): boolean {
  return name === "if_not_exists" || name === "list_append";
}

/** Binds an operand; of functions only `size` can be one. */
export function bindOperand(
  operand: Operand,
  placeholders: Placeholders,
  faults: ConditionFaults,
  own: OperandFaults,
): BoundOperand {
  switch (operand.kind) {
    case "path": {
      const names: NameFaults = {};
      const path = bindPath(operand.path, placeholders, names);
      faults.reserved ??= names.reserved;
      faults.levels ??= names.levels;
      if (!own.undefinedValue) own.undefinedName ??= names.undefinedName;
      return { kind: "path", path };
    }
    case "value": {
      const value = placeholders.value(operand.name);
      if (!value && !own.undefinedName) own.undefinedValue ??= undefinedValue(operand.name);
      return { kind: "value", value: value ?? { NULL: true } };
    }
    case "function": {
      const operands = operand.operands.map((each) => bindOperand(each, placeholders, faults, own));
      if (isUpdateFunction(operand.name)) faults.misusedFunction ??= misused(operand.name);
      else if (!conditionFunctions.has(operand.name))
        faults.unknownFunction ??= `Invalid function name; function: ${operand.name}`;
      else if (operand.name !== "size") faults.misusedFunction ??= misused(operand.name);
      else {
        checkCount(operand.name, operands.length, 1, own);
        const type = staticType(operands[0]!);
        if (type === "N" || type === "BOOL" || type === "NULL") own.type ??= wrongType("size", type);
      }
      return { kind: "size", of: operands[0]! };
    }
  }
}

/** How the operand is read of an item: undefined where the item has none. */
export function readerOf(operand: BoundOperand): (item: Readonly<Item>) => AttributeValue | undefined {
  switch (operand.kind) {
    case "path":
      return (item) => valueAt(item, operand.path);
    case "value":
      return () => operand.value;
    case "size": {
      const read = readerOf(operand.of);
      return (item) => {
        const size = sizeOf(read(item));
        return size === undefined ? undefined : { N: String(size) };
      };
    }
  }
}

/** The type that the operand has whatever the item is. */
export function staticType(operand: BoundOperand): AttributeType | undefined {
  if (operand.kind === "size") return "N";
  return operand.kind === "value" ? typeOf(operand.value) : undefined;
}

export function checkCount(name: string, count: number, expected: number, own: OperandFaults): void {
  if (count !== expected)
    own.operands ??= `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${count}`;
}

export function wrongType(name: string, type: string): string {
  return `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`;
}

export function misused(name: string): string {
  return `The function is not allowed to be used this way in an expression; function: ${name}`;
}

/** Characters, bytes or elements; a number and the like have no size. */
function sizeOf(value: AttributeValue | undefined): number | undefined {
  if (!value) return undefined;
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return value.B.byteLength;
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}
