import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openOutputPipe } from "./output-pipe.ts";

test("a pipe whose writers have gone before it was opened ends", { timeout: 10_000 }, async (context) => {
  const path = makePipe(context);
  const output = await openOutputPipe(path);
  output.resume();
  await once(output, "close");
});

test("what is written comes, and then the end", { timeout: 10_000 }, async (context) => {
  const path = makePipe(context);
  const writer = spawn("sh", ["-c", `exec 3<>"${path}"; echo ready; read -r line; echo written >&3`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(writer.stdout, "data");
  const output = await openOutputPipe(path);
  let text = "";
  output.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  writer.stdin.end("go\n");
  await once(output, "close");
  assert.equal(text, "written\n");
});

function makePipe(context: { after(done: () => void): void }): string {
  const folder = mkdtempSync(join(tmpdir(), "squall-pipe-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  return path;
}
