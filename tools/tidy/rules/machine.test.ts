import assert from "node:assert/strict";
import { test } from "node:test";
import { sourceTreeOf } from "../source-tree.ts";
import { machine } from "./machine.ts";

test("who asks the machine for time, chance or environment is found, with the line", () => {
  const bad = { "src/services/a.ts": "export const a = 1;\nexport const now = () => Date.now();" };
  assert.match([...machine(sourceTreeOf(bad))][0] ?? "", /^src\/services\/a\.ts:2 asks the machine/);
});

test("the platform, the commands and comments may", () => {
  const good = {
    "src/platform/clock.ts": "export const now = () => Date.now();",
    "src/cli/start.ts": "const home = process.env.HOME;",
    "src/services/a.ts": "// Not Date.now(): the clock is injected.",
  };
  assert.deepEqual([...machine(sourceTreeOf(good))], []);
});
