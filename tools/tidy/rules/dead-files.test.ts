import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { deadFiles } from "./dead-files.ts";

test("a file that nothing imports is found", () => {
  const tree = sourceTreeOf({
    "src/main.ts": 'import { run } from "./cli/run.ts";',
    "src/cli/run.ts": "",
    "src/cli/left.ts": "",
    "src/cli/run.test.ts": "",
  });
  assert.deepEqual([...deadFiles(tree)], ["src/cli/left.ts is imported by nothing"]);
});
