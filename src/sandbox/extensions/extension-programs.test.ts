import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { extensionPrograms } from "./extension-programs.ts";

const base = mkdtempSync(join(tmpdir(), "squall-opt-"));
after(() => rmSync(base, { recursive: true, force: true }));
mkdirSync(join(base, "host"));
writeFileSync(join(base, "host/secret.so"), "");

/** A folder as a layer's or a package's author fills it. */
function folder(fill: (at: string) => void): string {
  const at = mkdtempSync(join(base, "layer-"));
  fill(at);
  return at;
}

test("extensions are found in the layers, through their own links too", async () => {
  const real = folder((at) => {
    mkdirSync(join(at, "bin/extensions"), { recursive: true });
    writeFileSync(join(at, "bin/extensions/agent"), "");
    symlinkSync("bin/extensions", join(at, "extensions"));
  });
  assert.deepEqual(await extensionPrograms(real), ["agent"]);
  const absolute = folder((at) => {
    mkdirSync(join(at, "x"));
    writeFileSync(join(at, "x/agent"), "");
    symlinkSync("/opt/x", join(at, "extensions"));
  });
  assert.deepEqual(await extensionPrograms(absolute), ["agent"]);
});

test("no link of a layer shows what the host has", async () => {
  for (const target of [join(base, "host"), "../host", "/opt/../..", "a/../../host", "extensions", "/proc/self"]) {
    const optDir = folder((at) => {
      symlinkSync(".", join(at, "a"));
      symlinkSync(target, join(at, "extensions"));
    });
    assert.deepEqual(await extensionPrograms(optDir), [], target);
  }
});
