import type { Evaluation } from "../message-facts.ts";
import { toText } from "../to-text.ts";
import { isObject, memberOf, setMember, toInt, type Value } from "../value.ts";
import type { SqlFunction } from "./sql-function.ts";

export const collectionFunctions: Readonly<Record<string, SqlFunction>> = {
  concat: { least: 0, most: 1_000, apply: concat },
  get: { least: 2, most: 2, apply: ([collection, key]) => get(collection, key) },
  get_or_default: {
    least: 3,
    most: 3,
    isLater: true,
    apply: ([collection, key, otherwise]) => get(collection, key) ?? otherwise,
  },
  isnull: { least: 1, most: 1, apply: ([value]) => value === null },
  isundefined: { least: 1, most: 1, isLater: true, apply: ([value]) => value === undefined },
  transform: {
    least: 3,
    most: 3,
    isLater: true,
    apply: ([mode, added, rows], { spend }) => {
      if (mode !== "enrichArray" || !isObject(added) || !Array.isArray(rows) || !rows.every(isObject)) return undefined;
      spend(rows.length * (1 + Object.keys(added).length));
      return rows.map((row) => ({ ...row, ...added }));
    },
  },
};

function get(collection: Value, key: Value): Value {
  if (isObject(collection)) return typeof key === "string" ? memberOf(collection, key) : undefined;
  const index = toInt(key);
  if (index === undefined || key === null) return undefined;
  if (typeof collection === "string") return collection[index];
  return Array.isArray(collection) ? (collection[index] as Value) : undefined;
}

/** An array if any argument is one; else a text. */
function concat(args: readonly Value[], { spend }: Evaluation): Value {
  if (args.length < 2) return args[0];
  if (args.some((arg) => Array.isArray(arg))) {
    const all = args.flatMap((arg): readonly Value[] => (Array.isArray(arg) ? arg : [arg]));
    spend(all.length);
    return all;
  }
  const texts = args.map((arg) => toText(arg));
  if (!texts.every((text) => text !== undefined)) return undefined;
  spend(
    1,
    texts.reduce((sum, text) => sum + text.length, 0),
  );
  return texts.join("");
}

/** Puts a value where a path says: `bar.baz` makes an object in the output. */
export function putAt(output: Record<string, Value>, path: readonly string[], value: Value): void {
  let object = output;
  for (const name of path.slice(0, -1)) {
    const existing = memberOf(object, name);
    const next: Record<string, Value> = isObject(existing) ? { ...existing } : {};
    setMember(object, name, next);
    object = next;
  }
  setMember(object, path.at(-1) ?? "", value);
}
