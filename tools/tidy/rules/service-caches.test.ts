import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { serviceCaches } from "./service-caches.ts";

test("a map by hand that keeps what storage has is found", () => {
  const bad = {
    "src/services/a/name-directory.ts":
      "export class NameDirectory {\n  readonly #names = new Map<string, string>();\n}\n",
    "src/services/a/rows.ts":
      "export class Rows {\n  readonly #host: Host;\n  readonly #rowCache: Map<string, string> = new Map();\n}\n",
    "src/services/a/series.ts": "class Series extends Base {\n  #known =\n    new Map<string, number>();\n}\n",
  };
  assert.deepEqual(
    [...serviceCaches(sourceTreeOf(bad))].map((found) => found.split(" ")[1]),
    ["NameDirectory.#names", "Rows.#rowCache", "Series.#known"],
  );
});

test("bounded caches, shared ones and maps of what goes on pass", () => {
  const good = {
    "src/services/a/rows.ts": `
export class RowCache {
  readonly #rows = new BoundedCache<string, string>(10);
}
export class Follow {
  readonly #running = new Map<string, Promise<void>>();
}
export function sum() {
  const known = new Map<string, number>();
  return known;
}
`,
    "src/gateway/a.ts": "export class RowCache {\n  readonly #rows = new Map();\n}\n",
  };
  assert.deepEqual([...serviceCaches(sourceTreeOf(good))], []);
});
