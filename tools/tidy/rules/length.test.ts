import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { length } from "./length.ts";

test("a file of more than 300 lines is told, unless it is generated", () => {
  const text = "\n".repeat(301);
  const tree = sourceTreeOf({ "src/a.ts": text, "src/b.ts": "", "src/services/a/generated/operations.ts": text });
  assert.deepEqual([...length(tree)], ["src/a.ts has 302 lines"]);
});
