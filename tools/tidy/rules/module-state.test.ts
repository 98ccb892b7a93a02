import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { moduleState } from "./module-state.ts";

const bad = {
  "a let": "let count = 0;",
  "an exported var": "export var count = 0;",
  "a map that things are put into":
    "const known = new Map<string, number>();\nexport const put = (key: string) => known.set(key, 1);",
  "an empty map, which is of no other use": "export const known = new Map<string, number>();",
  "a weak map": "const made = new WeakMap<object, string>();",
  "a cache": "const texts = new BoundedCache<string, string>(10);",
  "a list that grows": "const rows: string[] = [];\nexport function add(row: string) {\n  rows.push(row);\n}",
  "an object that gets members":
    "const byName: Record<string, number> = {};\nexport function add(name: string) {\n  byName[name] = 1;\n}",
  "an object that memoizes":
    "const byName: Record<string, number> = {};\nexport const of = (name: string) => (byName[name] ??= 1);",
  "a class's static map": "class Codec {\n  static readonly #made = new Map<string, number>();\n}",
};
for (const [what, text] of Object.entries(bad)) {
  test(`${what} at a module's level is found`, () => {
    assert.equal([...moduleState(sourceTreeOf({ "src/a.ts": text }))].length, 1);
  });
}

test("tables that nobody changes, and what an object or a call holds, pass", () => {
  const good = `
const words: ReadonlySet<string> = new Set(["a"]);
const nothing: ReadonlyMap<string, string> = new Map();
const none: readonly string[] = [];
const history = { events: 10 } as const;
export class Log {
  readonly #history = new Map<string, string>();
  add(word: string) {
    if (words.has(word)) this.#history.set(word, nothing.get(word) ?? none.join());
  }
}
export function collect() {
  const found = new Map<string, number>();
  found.set("a", history.events);
  return found;
}
`;
  assert.deepEqual([...moduleState(sourceTreeOf({ "src/a.ts": good }))], []);
});
