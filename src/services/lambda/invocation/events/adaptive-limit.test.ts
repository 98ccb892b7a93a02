import assert from "node:assert/strict";
import { test } from "node:test";
import { AdaptiveLimit } from "./adaptive-limit.ts";

const bounds = { least: 4, most: 200 };

/** The limit after so many runs, each of which takes what it takes with so many at the same time. */
function settle(durationMs: (running: number) => number, runs = 3_000): number {
  const limit = new AdaptiveLimit(bounds);
  for (let run = 0; run < runs; run++) limit.ended(durationMs(limit.current), limit.current);
  return limit.current;
}

test("functions that wait get as many as there may be", () => {
  assert.equal(
    settle(() => 100),
    bounds.most,
  );
});

test("functions that take each other's processor get few", () => {
  // Two processors: with n at the same time each takes n/2 as long.
  const limit = settle((running) => 5 * Math.max(1, running / 2));
  assert.ok(limit >= bounds.least && limit <= 16, `the limit is ${limit}`);
});

test("a function that becomes slower for good is believed, after a while", () => {
  let run = 0;
  assert.equal(
    settle(() => (run++ < 1_000 ? 5 : 50), 4_000),
    bounds.most,
  );
});

test("a limit that is not used stays", () => {
  const limit = new AdaptiveLimit(bounds);
  for (let run = 0; run < 100; run++) limit.ended(5, 1);
  assert.equal(limit.current, bounds.least);
});

test("while nothing ends the limit doubles, so that slow functions need not end first", () => {
  const limit = new AdaptiveLimit(bounds);
  limit.waited();
  assert.equal(limit.current, 8);
  limit.ended(1_000, 1);
  limit.waited();
  assert.equal(limit.current, 8);
  for (let n = 0; n < 10; n++) limit.waited();
  assert.equal(limit.current, bounds.most);
});
