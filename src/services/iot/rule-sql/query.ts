import { putAt } from "./functions/collections.ts";
import type { Compile, Compiled, Scope } from "./scope.ts";
import type { Expression, Query } from "./syntax.ts";
import { isObject, type SqlObject, setMember, toBoolean, type Value } from "./value.ts";

/** What a query gives for one row, or for the payload; condition aside. */
export function compileOutput({ items, isValue }: Pick<Query, "items" | "isValue">, compile: Compile): Compiled {
  const compiled = items.map(({ expression, path }) => ({
    value: expression && compile(expression),
    path,
  }));
  const [first] = compiled;
  if (compiled.length === 1 && first && (isValue || !first.value)) {
    const { value } = first;
    return value ? (scope) => value(scope) : ({ root }) => root;
  }
  return (scope) => {
    const output: Record<string, Value> = {};
    for (const { value, path } of compiled) {
      if (!value) {
        for (const [name, member] of Object.entries(membersOf(scope.root))) setMember(output, name, member);
        continue;
      }
      const selected = value(scope);
      // What is Undefined is not there.
      if (selected !== undefined) putAt(output, path, selected);
    }
    return output;
  };
}

export function compileCondition(
  { where }: Pick<Query, "where">,
  compile: Compile,
): ((scope: Scope) => boolean) | undefined {
  if (!where) return undefined;
  const condition = compile(where);
  return (scope) => toBoolean(condition(scope)) === true;
}

/**
 * A query within an expression: of each element of an array, or of one object, which gives one output and no array, as the manual's
 * `transform('enrichArray', (select a, b from data2), (select value c from data2))` has it. Source: "Nested object queries".
 */
export function compileQuery(query: Query, from: Expression, compile: Compile): Compiled {
  const rowsOf = compile(from);
  const output = compileOutput(query, compile);
  const condition = compileCondition(query, compile);
  return (scope) => {
    const source = rowsOf(scope);
    if (source === undefined) return undefined;
    const { evaluation } = scope;
    if (!Array.isArray(source)) {
      const row = { root: source, evaluation };
      return !condition || condition(row) ? output(row) : undefined;
    }
    const rows: Value[] = [];
    for (const root of source) {
      evaluation.spend(1);
      const row = { root, evaluation };
      if (condition && !condition(row)) continue;
      const selected = output(row);
      if (selected !== undefined) rows.push(selected);
    }
    return rows;
  };
}

/** `*` beside other items stands for the members that the payload has. */
function membersOf(value: Value): SqlObject {
  return isObject(value) ? value : {};
}
