import {
  type AttributeType,
  type AttributeValue,
  attributeOf,
  type Item,
  setAttribute,
  typeOf,
} from "../values/attribute-value.ts";
import { itemLimits, nestingOf } from "../values/check-value.ts";
import { byteText } from "../values/compare-values.ts";
import { addNumbers, subtractNumbers } from "../values/number.ts";
import { validationException } from "../values/validation-exception.ts";
import { childOf, type DocumentPath, valueAt } from "./document-path.ts";

/** Where a value comes from that SET assigns. Everything is read of the item as it was. */
export type Source =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly value: AttributeValue }
  | { readonly kind: "+" | "-" | "list_append"; readonly operands: readonly [Source, Source] }
  | { readonly kind: "if_not_exists"; readonly path: DocumentPath; readonly otherwise: Source };

export type Change = { readonly path: DocumentPath; readonly type: AttributeType | undefined } & (
  | { readonly kind: "SET"; readonly source: Source }
  | { readonly kind: "REMOVE" }
  | { readonly kind: "ADD" | "DELETE"; readonly value: AttributeValue }
);

/**
 * Makes all changes at once: what they read, and the indexes of lists, are those of the item as it was. So what is put behind a list's end, and what is taken out of
 * it, waits until everything else is done. The paths of changes don't overlap. The item before is not changed: what is on the way to a change is copied.
 */
export function applyChanges(changes: readonly Change[], item: Readonly<Item> | undefined, key: Readonly<Item>): Item {
  // One that is not there yet has its key: other attributes may be set to it.
  const before = item ?? key;
  const values = changes.map((change) => valueFor(change, before));
  const editor = new ItemEditor(item ?? key);
  for (const [at, change] of changes.entries()) {
    // Of an item that is not there, anything may be removed.
    if (change.kind === "REMOVE" && !item) continue;
    const value = values[at];
    if (value === undefined) editor.remove(change.path);
    else editor.set(change.path, value);
  }
  return editor.end();
}

/** What is to be at the path; undefined where nothing is. */
function valueFor(change: Change, item: Readonly<Item>): AttributeValue | undefined {
  switch (change.kind) {
    case "SET":
      return read(change.source, item);
    case "REMOVE":
      return undefined;
    case "ADD":
      return added(valueAt(item, change.path), change.value);
    case "DELETE":
      return deleted(valueAt(item, change.path), change.value);
  }
}

function read(source: Source, item: Readonly<Item>): AttributeValue {
  switch (source.kind) {
    case "path":
      return valueAt(item, source.path) ?? refuseMissing();
    case "value":
      return source.value;
    case "if_not_exists":
      return valueAt(item, source.path) ?? read(source.otherwise, item);
    case "list_append": {
      const [left, right] = source.operands.map((operand) => read(operand, item).L ?? refuseType());
      return { L: [...left!, ...right!] };
    }
    default: {
      const [left, right] = source.operands.map((operand) => read(operand, item).N ?? refuseType());
      return { N: source.kind === "+" ? addNumbers(left!, right!) : subtractNumbers(left!, right!) };
    }
  }
}

/** A number more, or a set with more in it. */
export function added(old: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (!old) return value;
  if (typeOf(old) !== typeOf(value)) return refuseType();
  if (old.N !== undefined) return { N: addNumbers(old.N, value.N!) };
  if (old.SS) return { SS: [...new Set([...old.SS, ...value.SS!])] };
  if (old.NS) return { NS: [...new Set([...old.NS, ...value.NS!])] };
  const members = new Set(old.BS!.map(byteText));
  return { BS: [...old.BS!, ...value.BS!.filter((bytes) => !members.has(byteText(bytes)))] };
}

/** A set with less in it; none where nothing is left. */
export function deleted(old: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  if (!old) return undefined;
  if (typeOf(old) !== typeOf(value)) return refuseType();
  if (old.SS) return without("SS", old.SS, new Set(value.SS), String);
  if (old.NS) return without("NS", old.NS, new Set(value.NS), String);
  return without("BS", old.BS!, new Set(value.BS!.map(byteText)), byteText);
}

function without<M>(
  type: "SS" | "NS" | "BS",
  members: readonly M[],
  gone: ReadonlySet<string>,
  textOf: (member: M) => string,
): AttributeValue | undefined {
  const left = members.filter((member) => !gone.has(textOf(member)));
  return left.length === 0 ? undefined : ({ [type]: left } as unknown as AttributeValue);
}

/** A copy of an item that is being changed: what is written to is copied once, the rest is shared with the item before. */
class ItemEditor {
  readonly #item: Item;
  /** Lists and maps that are copies already. */
  readonly #own = new Set<AttributeValue>();
  /** Of each list: what comes behind its end, and what goes. */
  readonly #lists = new Map<AttributeValue, { more: [number, AttributeValue][]; gone: Set<number> }>();

  constructor(item: Readonly<Item>) {
    this.#item = { ...item };
  }

  set(path: DocumentPath, value: AttributeValue): void {
    const last = path.at(-1)!;
    if (path.length > 1 && path.length - 1 + nestingOf(value) >= itemLimits.nestingLevels)
      throw validationException(
        "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit",
      );
    if (path.length === 1) {
      setAttribute(this.#item, last as string, value);
      return;
    }
    const holder = this.#holder(path);
    if (typeof last === "string") {
      setAttribute(holder.M ?? refusePath(), last, value);
      return;
    }
    const list = holder.L ?? refusePath();
    if (last < list.length) list[last] = value;
    else this.#list(holder).more.push([last, value]);
  }

  remove(path: DocumentPath): void {
    const last = path.at(-1)!;
    if (path.length === 1) {
      delete this.#item[last as string];
      return;
    }
    const holder = this.#holder(path);
    if (typeof last === "string") delete (holder.M ?? refusePath())[last];
    else if (last < (holder.L ?? refusePath()).length) this.#list(holder).gone.add(last);
  }

  end(): Item {
    for (const [holder, { more, gone }] of this.#lists) {
      const list = holder.L!.filter((_, index) => !gone.has(index));
      for (const [, value] of more.sort(([a], [b]) => a - b)) list.push(value);
      holder.L = list;
    }
    return this.#item;
  }

  /** The list or map that holds the path's last element: a copy, in copies of what holds it. */
  #holder(path: DocumentPath): AttributeValue {
    let value = this.#copy(attributeOf(this.#item, path[0] as string), (copy) =>
      setAttribute(this.#item, path[0] as string, copy),
    );
    for (let at = 1; at < path.length - 1; at++) {
      const holder = value;
      const element = path[at]!;
      value = this.#copy(childOf(holder, element), (copy) => {
        if (typeof element === "number") holder.L![element] = copy;
        else setAttribute(holder.M!, element, copy);
      });
    }
    return value;
  }

  #copy(value: AttributeValue | undefined, put: (copy: AttributeValue) => void): AttributeValue {
    if (!value || (!value.M && !value.L)) return refusePath();
    if (this.#own.has(value)) return value;
    const copy: AttributeValue = value.M ? { M: { ...value.M } } : { L: [...value.L!] };
    this.#own.add(copy);
    put(copy);
    return copy;
  }

  #list(holder: AttributeValue) {
    let list = this.#lists.get(holder);
    if (!list) {
      list = { more: [], gone: new Set() };
      this.#lists.set(holder, list);
    }
    return list;
  }
}

function refuseMissing(): never {
  throw validationException("The provided expression refers to an attribute that does not exist in the item");
}

function refuseType(): never {
  throw validationException("An operand in the update expression has an incorrect data type");
}

function refusePath(): never {
  throw validationException("The document path provided in the update expression is invalid for update");
}
