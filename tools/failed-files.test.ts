import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const reporter = fileURLToPath(new URL("failed-files.mjs", import.meta.url));

test("a failure is that of the test file, also where the test stands in a contract that several files call", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "squall-failed-files-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write(
    "contract.mjs",
    `import { test } from "node:test";
     export const describeAll = (isGood) => test("one", () => { if (!isGood) throw new Error("no"); });`,
  );
  for (const name of ["good", "bad"])
    write(`${name}.test.mjs`, `import { describeAll } from "./contract.mjs"; describeAll(${name === "good"});`);
  write("broken.test.mjs", "this is no program");
  const files = ["good", "bad", "broken"].map((name) => `${name}.test.mjs`);
  const { stdout } = spawnSync(process.execPath, ["--test", `--test-reporter=${reporter}`, ...files], {
    cwd: folder,
    encoding: "utf8",
    // It is a run of its own, and not this one's.
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  assert.deepEqual(stdout.trim().split("\n").sort(), ["bad.test.mjs", "broken.test.mjs"]);
});
