import assert from "node:assert/strict";
import { test } from "node:test";
import { Slots } from "./slots.ts";

test("what is taken out is not among them, and its slot is used again", () => {
  const slots = new Slots<{ name: string }>();
  const first = slots.add({ name: "a" });
  slots.add({ name: "b" });
  slots.remove(first);
  assert.deepEqual([...slots], [{ name: "b" }]);
  assert.equal(slots.add({ name: "c" }), first);
  assert.deepEqual([...slots].map(({ name }) => name).sort(), ["b", "c"]);
});
