import assert from "node:assert/strict";
import { it } from "node:test";
import { BufferGarbage } from "./buffer-garbage.ts";

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
