import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dropFormerChunks } from "./former-chunks.ts";

const hour = 3_600;

test("a build keeps what servers may be running: the last build's chunks, and those of the last day", (context) => {
  const dist = mkdtempSync(join(tmpdir(), "squall-dist-"));
  context.after(() => rmSync(dist, { recursive: true }));
  const nowSeconds = 1_800_000_000;
  const write = (name: string, hoursAgo: number) => {
    writeFileSync(join(dist, name), "");
    utimesSync(join(dist, name), nowSeconds - hoursAgo * hour, nowSeconds - hoursAgo * hour);
  };
  dropFormerChunks(dist, nowSeconds * 1_000);
  mkdirSync(join(dist, "chunks"));
  write("main.js", 50);
  write("chunks/of-the-last-build.js", 50.01);
  write("chunks/of-today.js", 2);
  write("chunks/old.js", 100);
  dropFormerChunks(dist, nowSeconds * 1_000);
  assert.deepEqual(readdirSync(join(dist, "chunks")).sort(), ["of-the-last-build.js", "of-today.js"]);
});
