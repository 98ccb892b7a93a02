import assert from "node:assert/strict";
import { test } from "node:test";
import { defineJava } from "../../../../../runtimes/java/runtime.ts";
import { defineNode } from "../../../../../runtimes/node/runtime.ts";
import { defineRuby } from "../../../../../runtimes/ruby/runtime.ts";
import type { FunctionRecord } from "../../functions/function.ts";
import { environmentVariables } from "./environment-variables.ts";

const host = { installDir: "/", cacheDir: "/", say: () => {} };
const run = {
  logStream: "s",
  credentials: { accessKeyId: "a", secretAccessKey: "b", sessionToken: "c" },
  endpoint: "http://localhost:4566",
  initialization: "on-demand",
  debugPort: undefined,
};

test("a function without variables of its own is taken by a process that has booted before, in every runtime that has such", () => {
  for (const family of [defineNode(host), defineJava(host), defineRuby(host)])
    for (const runtime of family.identifiers) {
      const configuration = { runtime, handler: "h", memoryMiB: 128, layers: [], logging: {} };
      const record = { account: "1", region: "r", name: "f", version: "1", configuration } as unknown as FunctionRecord;
      const needsOwn = (more: Record<string, string>) =>
        family.needsOwnProcess?.({ ...environmentVariables(record, run), ...more });
      assert.equal(needsOwn({}), false, runtime);
      assert.equal(needsOwn({ LD_LIBRARY_PATH: "/opt/mine" }), true, runtime);
    }
});
