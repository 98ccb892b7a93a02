import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const notCopied = /(?:^|\/)(?:node_modules|\.git|\.squall)$/;

test("DEVELOPING.md's service is made by its blocks as they are printed", async (context) => {
  const copy = await mkdtemp(join(tmpdir(), "squall-developing-"));
  context.after(() => rm(copy, { recursive: true, force: true }));
  await cp(root, copy, { recursive: true, filter: (from) => !notCopied.test(relative(root, from)) });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  const blocks = [...(await readFile(join(root, "DEVELOPING.md"), "utf8")).matchAll(/^```sh\n(.*?)^```$/gms)];
  assert.ok(blocks.length > 5);
  for (const [, block = ""] of blocks) {
    const { status, stdout, stderr } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", block], {
      cwd: copy,
      encoding: "utf8",
      // The inner run of tests is no part of this one's.
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    });
    assert.equal(status, 0, `${block}\n${stdout}\n${stderr}`);
  }
});
