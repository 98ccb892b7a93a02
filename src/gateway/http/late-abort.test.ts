import assert from "node:assert/strict";
import { test } from "node:test";
import { LateAbort } from "./late-abort.ts";

test("who asks before the client goes is told of it, and who asks afterwards is, too", () => {
  const early = new LateAbort();
  let told = 0;
  early.signal.addEventListener("abort", () => told++);
  early.abort();
  assert.equal(told, 1);
  assert.equal(early.signal, early.signal);
  const late = new LateAbort();
  late.abort();
  assert.equal(late.isAborted, true);
  assert.equal(late.signal.aborted, true);
});
