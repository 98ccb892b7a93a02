import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { printing } from "./printing.ts";

test("a command that writes past print.ts is found", () => {
  const text = "process.stdout.write(name);";
  const tree = sourceTreeOf({ "src/cli/list.ts": text, "src/cli/print.ts": text, "src/cli/other.ts": "print(name);" });
  assert.deepEqual([...printing(tree)], ["src/cli/list.ts writes past src/cli/print.ts"]);
});
