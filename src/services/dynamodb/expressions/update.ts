import { type AttributeType, type AttributeValue, type Item, typeOf } from "../values/attribute-value.ts";
import { applyChanges, type Change, type Source } from "./apply-changes.ts";
import { bindPath, type NameFaults, undefinedValue } from "./bind-path.ts";
import { conditionFunctions } from "./condition-operand.ts";
import { type DocumentPath, type PathElement, type PathFaults, pathTree, project } from "./document-path.ts";
import { ExpressionError } from "./expression-error.ts";
import type { Placeholders } from "./placeholders.ts";
import type { Assigned, Operand, UpdateAction, UpdateTree } from "./syntax-tree.ts";

/** What an update makes of an item. */
export interface Update {
  /**
   * The item as it becomes; the one before, undefined where there is none, stays as it is. Throws AWS's errors for what does not fit the item. Its size and its indexes' keys are
   * not checked.
   */
  apply(item: Readonly<Item> | undefined, key: Readonly<Item>): Item;
  /** Whether it makes an item where there is none: one that only takes away does not. */
  readonly makesItem: boolean;
  /** What an item has at the paths that are written: for `ReturnValues`. */
  touched(item: Readonly<Item>): Item;
  /** The paths that are written, in the order of the text, with the type that is written there where that is known. */
  readonly targets: readonly { readonly path: DocumentPath; readonly type: AttributeType | undefined }[];
  /** All paths, also those that are read. */
  readonly paths: readonly DocumentPath[];
}

/** An update whose placeholders are known. Throws ExpressionError with AWS's words, in AWS's order. */
export function bindUpdate(tree: UpdateTree, placeholders: Placeholders): Update {
  return new UpdateBinder(tree, placeholders).update();
}

interface UpdateFaults extends NameFaults, PathFaults {
  unknownFunction?: string;
  misusedFunction?: string;
  undefinedValue?: string;
  operand?: string;
  function?: string;
}

class UpdateBinder {
  readonly #tree: UpdateTree;
  readonly #placeholders: Placeholders;
  readonly #faults: UpdateFaults = {};
  readonly #paths: DocumentPath[] = [];

  constructor(tree: UpdateTree, placeholders: Placeholders) {
    this.#tree = tree;
    this.#placeholders = placeholders;
  }

  update(): Update {
    const faults = this.#faults;
    const changes = this.#tree.actions.map((action) => this.#change(action));
    const written = pathTree(
      changes.map(({ path }) => path),
      faults,
    );
    const { repeated } = this.#tree;
    const fault =
      faults.levels ??
      faults.reserved ??
      faults.unknownFunction ??
      faults.misusedFunction ??
      (repeated && `The "${repeated}" section can only be used once in an update expression;`) ??
      faults.undefinedName ??
      faults.undefinedValue ??
      faults.overlap ??
      faults.conflict ??
      faults.operand ??
      faults.function;
    if (fault) throw new ExpressionError(fault);
    return {
      apply: (item, key) => applyChanges(changes, item, key),
      makesItem: changes.some(({ kind }) => kind === "SET" || kind === "ADD"),
      touched: (item) => project(item, written),
      targets: changes.map(({ path, type }) => ({ path, type })),
      paths: this.#paths,
    };
  }

  #change(action: UpdateAction): Change {
    const path = this.#path(action.path);
    switch (action.kind) {
      case "REMOVE":
        return { kind: "REMOVE", path, type: undefined };
      case "SET": {
        const { source, type } = this.#assigned(action.assigned);
        return { kind: "SET", path, source, type };
      }
      default: {
        const value = this.#value(action.value);
        const type = typeOf(value);
        const takes = type === "SS" || type === "NS" || type === "BS" || (type === "N" && action.kind === "ADD");
        if (!takes)
          this.#faults.operand ??= `Incorrect operand type for operator or function; operator: ${action.kind}, operand type: ${typeWords[type]}`;
        return { kind: action.kind, path, value, type };
      }
    }
  }

  #assigned(assigned: Assigned): Bound {
    if (isOperand(assigned)) return this.#operand(assigned, false);
    const [left, right] = assigned.operands.map((operand) => this.#operand(operand, false)) as [Bound, Bound];
    for (const { constant } of [left, right])
      if (constant && constant !== "N") this.#faults.function ??= wrongType(assigned.kind, constant);
    return { source: { kind: assigned.kind, operands: [left.source, right.source] }, type: "N", constant: undefined };
  }

  #operand(operand: Operand, isInFunction: boolean): Bound {
    switch (operand.kind) {
      case "path":
        return { source: { kind: "path", path: this.#path(operand.path) }, type: undefined, constant: undefined };
      case "value": {
        const value = this.#value(operand.name);
        return { source: { kind: "value", value }, type: typeOf(value), constant: typeOf(value) };
      }
      case "function":
        return this.#function(operand, isInFunction);
    }
  }

  #function({ name, operands }: Operand & { kind: "function" }, isInFunction: boolean): Bound {
    const faults = this.#faults;
    const bound = operands.map((operand) => this.#operand(operand, true));
    const [first, second] = bound as [Bound, Bound?];
    if (name !== "if_not_exists" && name !== "list_append") {
      if (conditionFunctions.has(name))
        faults.misusedFunction ??= `The function is not allowed to be used this way in an expression; function: ${name}`;
      else faults.unknownFunction ??= `Invalid function name; function: ${name}`;
      return first;
    }
    if (name === "list_append" && isInFunction)
      faults.misusedFunction ??= `The function is not allowed to be used this way in an expression; function: ${name}`;
    if (bound.length !== 2 || !second) {
      faults.function ??= `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${bound.length}`;
      return first;
    }
    if (name === "if_not_exists") {
      if (first.source.kind !== "path") {
        faults.function ??= `Operator or function requires a document path; operator or function: ${name}`;
        return first;
      }
      const source: Source = { kind: name, path: first.source.path, otherwise: second.source };
      return { source, type: second.type, constant: undefined };
    }
    for (const { constant } of [first, second])
      if (constant && constant !== "L") faults.function ??= wrongType(name, constant);
    return { source: { kind: name, operands: [first.source, second.source] }, type: "L", constant: undefined };
  }

  #path(path: readonly PathElement[]): DocumentPath {
    const bound = bindPath(path, this.#placeholders, this.#faults);
    this.#paths.push(bound);
    return bound;
  }

  #value(placeholder: string): AttributeValue {
    const value = this.#placeholders.value(placeholder);
    if (!value) this.#faults.undefinedValue ??= undefinedValue(placeholder);
    return value ?? { NULL: true };
  }
}

interface Bound {
  readonly source: Source;
  /** The type that comes of it. */
  readonly type: AttributeType | undefined;
  /** The type of a value that stands in the request. */
  readonly constant: AttributeType | undefined;
}

function isOperand(assigned: Assigned): assigned is Operand {
  return assigned.kind !== "+" && assigned.kind !== "-";
}

function wrongType(name: string, type: string): string {
  return `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`;
}

const typeWords: Readonly<Record<AttributeType, string>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  BOOL: "BOOLEAN",
  NULL: "NULL",
  L: "LIST",
  M: "MAP",
  SS: "STRING_SET",
  NS: "NUMBER_SET",
  BS: "BINARY_SET",
};
