import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { cycles } from "./cycles.ts";

test("a circle of types is a circle, told once by its shortest way", () => {
  const found = [
    ...cycles(
      sourceTreeOf({
        "src/services/a/state.ts": 'import { Clock } from "./clock.ts";',
        "src/services/a/clock.ts": 'import type { Context } from "./context.ts";\nimport type { Row } from "./row.ts";',
        "src/services/a/context.ts": 'import type { State } from "./state.ts";',
        "src/services/a/row.ts": 'import type { Context } from "./context.ts";',
        "src/services/a/alone.ts": 'import { State } from "./state.ts";',
      }),
    ),
  ];
  assert.equal(found.length, 1);
  assert.match(found[0] ?? "", /circle: (?:\S+ → ){3}\S+$/);
  assert.doesNotMatch(found[0] ?? "", /row|alone/);
});

test("a circle by an import when called or a re-export is one, too, and so is a file that imports itself", () => {
  const bad = {
    "src/a.ts": 'const load = () => import("./b.ts");',
    "src/b.ts": 'export { a } from "./a.ts";',
    "src/c.ts": 'import { c } from "./c.ts";',
  };
  assert.equal([...cycles(sourceTreeOf(bad))].length, 2);
});

test("imports that all go one way pass", () => {
  const good = {
    "src/a.ts": 'import { b } from "./b.ts";\nimport type { C } from "./c.ts";',
    "src/b.ts": 'import type {\n  C,\n} from "./c.ts";',
    "src/c.ts": 'import { readFileSync } from "node:fs";',
  };
  assert.deepEqual([...cycles(sourceTreeOf(good))], []);
});
