import assert from "node:assert/strict";
import { test } from "node:test";
import { createLog } from "../../../platform/log.ts";
import { RuntimeUnavailableError } from "../../../sandbox/sandbox.ts";
import { RuntimeNotices } from "./runtime-notices.ts";

test("a runtime without its interpreter is told of once, until the machine has it", async () => {
  const lines: string[] = [];
  const log = createLog("warn", (line) => lines.push(line));
  let standIn: string | undefined = "python3.14 is served by version 3.13.0";
  let isThere = true;
  const notices = new RuntimeNotices(
    {
      prepare: async (runtime) => {
        if (!isThere) throw new RuntimeUnavailableError(`This machine has no interpreter for ${runtime}: install it.`);
      },
      standIn: async () => standIn,
    },
    log,
  );
  await notices.boot("python3.14", 128);
  await notices.boot("python3.14", 256);
  assert.equal(lines.length, 1);
  assert.deepEqual(notices.all(), { "python3.14": standIn });
  standIn = undefined;
  await notices.boot("python3.14", 128);
  assert.deepEqual(notices.all(), {});
  isThere = false;
  await notices.boot("dotnet8", 128);
  await notices.boot("dotnet8", 128);
  assert.deepEqual(notices.all(), { dotnet8: "This machine has no interpreter for dotnet8: install it." });
  assert.equal(lines.length, 2);
});
