import { type AttributeValue, attributeOf, type Item, setAttribute, typeOf } from "../values/attribute-value.ts";
import { checkValue } from "../values/check-value.ts";
import { addNumbers } from "../values/number.ts";
import { validationException } from "../values/validation-exception.ts";
import { added, deleted } from "./apply-changes.ts";
import { projectionOf } from "./projection.ts";
import type { Update } from "./update.ts";

/** Of `AttributeUpdates`. Source: "AttributeUpdates" among the legacy conditional parameters of the developer guide. */
export interface OlderUpdate {
  readonly Action?: string;
  readonly Value?: AttributeValue;
}

/** Checks them, and gives the numbers their canonical texts in place. */
export function checkOlderUpdates(updates: Readonly<Record<string, OlderUpdate>>): void {
  for (const name of Object.keys(updates)) {
    const { Action, Value } = updates[name]!;
    if (!Value) {
      if (Action !== "DELETE") throw invalid("Only DELETE action is allowed when no attribute value is specified");
      continue;
    }
    checkValue(Value);
    const type = typeOf(Value);
    const isSet = type === "SS" || type === "NS" || type === "BS";
    if (Action === "DELETE" && !isSet) throw invalid(`DELETE action with value is not supported for the type ${type}`);
    if (Action === "ADD" && !isSet && type !== "N" && type !== "L")
      throw invalid(`ADD action is not supported for the type ${type}`);
  }
}

/** What checked updates make of an item. */
export function toUpdate(updates: Readonly<Record<string, OlderUpdate>>): Update {
  const names = Object.keys(updates);
  const projection = projectionOf(names.map((name) => [name]));
  return {
    apply: (item, key) => {
      const after: Item = { ...(item ?? key) };
      for (const name of names) {
        const value = updated(attributeOf(after, name), updates[name]!);
        if (value) setAttribute(after, name, value);
        else delete after[name];
      }
      return after;
    },
    makesItem: names.length === 0 || names.some((name) => updates[name]!.Action !== "DELETE"),
    touched: (item) => projection.of(item),
    targets: names.map((name) => {
      const { Value } = updates[name]!;
      return { path: [name], type: Value && typeOf(Value) };
    }),
    paths: names.map((name) => [name]),
  };
}

/** Unlike an expression's, this ADD also makes lists longer. */
function updated(old: AttributeValue | undefined, { Action, Value }: OlderUpdate): AttributeValue | undefined {
  if (!Value || Action === undefined || Action === "PUT") return Value;
  if (old && typeOf(old) !== typeOf(Value)) throw validationException("Type mismatch for attribute to update");
  if (Action === "DELETE") return deleted(old, Value);
  if (Value.L) return { L: [...(old?.L ?? []), ...Value.L] };
  if (Value.N !== undefined) return { N: addNumbers(old?.N ?? "0", Value.N) };
  return added(old, Value);
}

function invalid(what: string) {
  return validationException(`One or more parameter values were invalid: ${what}`);
}
