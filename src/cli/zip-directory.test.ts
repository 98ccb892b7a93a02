import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { readPackage } from "../services/lambda/code/read-package.ts";
import { zipDirectory } from "./zip-directory.ts";

test("a directory's links and what no text can name are left out of its package", async (context) => {
  const root = mkdtempSync(join(tmpdir(), "squall-zip-"));
  context.after(() => rmSync(root, { recursive: true, force: true }));
  writeFileSync(join(root, "app.py"), "x");
  symlinkSync("/etc", join(root, "link"));
  writeFileSync(Buffer.concat([Buffer.from(`${root}/bad`), Buffer.from([0xff])]), "y");
  const { children } = await readPackage(zipDirectory(root) ?? assert.fail("too large"));
  assert.deepEqual([...children.keys()], ["app.py"]);
});
