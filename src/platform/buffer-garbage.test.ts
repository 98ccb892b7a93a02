import assert from "node:assert/strict";
import { it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { BufferGarbage, HeldGarbage } from "./buffer-garbage.ts";

it("collects once every 16 MiB", () => {
  let collections = 0;
  const garbage = new BufferGarbage(() => {
    collections += 1;
  });
  for (let chunk = 0; chunk < 1_024; chunk++) garbage.add(64 * 1024);
  assert.equal(collections, 4);
});

it("really collects", () => {
  const garbage = new BufferGarbage();
  garbage.add(64 * 1024 * 1024);
});

it("collects what was held for long once nothing more is let go, and not for little", async () => {
  let collections = 0;
  const garbage = new HeldGarbage(() => {
    collections += 1;
  }, 50);
  for (let chunk = 0; chunk < 63; chunk++) garbage.add(1024 * 1024);
  await delay(100);
  assert.equal(collections, 0);
  for (let chunk = 0; chunk < 63; chunk++) garbage.add(1024 * 1024);
  await delay(200);
  assert.equal(collections, 1);
  await delay(100);
  assert.equal(collections, 1);
});

it("really collects what is of the old generation", async () => {
  const before = process.memoryUsage().arrayBuffers;
  let held: Buffer[] | undefined = Array.from({ length: 1_000 }, () => Buffer.alloc(100_000));
  const minor = new BufferGarbage();
  for (let times = 0; times < 3; times++) minor.add(64 * 1024 * 1024);
  held = undefined;
  new HeldGarbage(undefined, 1).add(100_000_000);
  await delay(500, held);
  assert.ok(process.memoryUsage().arrayBuffers - before < 10_000_000);
});
