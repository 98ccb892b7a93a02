import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openServiceTest } from "../../../test/support/service-test.ts";
import { repeated } from "./repeated.ts";
import { startTimers } from "./start-timers.ts";

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

test("a server that is stopped every night does what is due soon after its start", async (context) => {
  const rig = await openRig(context);
  for (let day = 1; day <= 3; day++) {
    await rig.start();
    await rig.pass(12 * hourMs);
    await rig.stop();
    await rig.pass(12 * hourMs);
    assert.equal(rig.runs.length, day);
  }
});

test("what became due meanwhile waits until the requests that waited have been answered", async (context) => {
  const rig = await openRig(context);
  await rig.start();
  await rig.pass(9_999);
  assert.equal(rig.runs.length, 0);
  await rig.pass(1);
  assert.equal(rig.runs.length, 1);
});

test("what was done a moment ago is not done again because of a start", async (context) => {
  const rig = await openRig(context);
  for (let start = 0; start < 5; start++) {
    await rig.start();
    await rig.pass(minuteMs);
    await rig.stop();
  }
  assert.equal(rig.runs.length, 1);
});

test("goes on at its interval, and an hour after a failure", async (context) => {
  const rig = await openRig(context);
  rig.failures.push(new Error("the disk is full"));
  await rig.start();
  await rig.pass(10_000);
  const firstMs = rig.runs[0] ?? 0;
  for (let hour = 0; hour < 50; hour++) await rig.pass(hourMs);
  assert.deepEqual(
    rig.runs.map((ms) => (ms - firstMs) / hourMs),
    [0, 1, 25, 49],
  );
});

test("one that fails for ever is never parked: it has its next time", async (context) => {
  const rig = await openRig(context);
  rig.failures.push(...Array.from({ length: 30 }, () => new Error("no")));
  await rig.start();
  for (let hour = 0; hour < 31; hour++) await rig.pass(hourMs);
  assert.equal(rig.runs.length, 31);
  assert.deepEqual(await rig.storage.timers.counts(), { retrying: 0, parked: 0 });
});

test("one that a stop cut short counts as not done", async (context) => {
  const rig = await openRig(context);
  await rig.start(async (signal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  });
  rig.clock.advance(minuteMs);
  await rig.begun();
  await rig.stop();
  await rig.start();
  await rig.pass(minuteMs);
  assert.equal(rig.runs.length, 2);
});

test("a clock that was moved forward in a former run keeps nothing from being done", async (context) => {
  const rig = await openRig(context);
  await rig.storage
    .partition({ account: "", region: "", kind: "squall.repeated", name: "" })
    .write((tx) => tx.setTimer({ kind: "test.sweep", key: "", dueMs: rig.clock.nowMs() + 30 * dayMs }));
  await rig.start();
  await rig.pass(minuteMs);
  assert.equal(rig.runs.length, 1);
});

async function openRig(context: TestContext) {
  const { table, clock } = await openServiceTest(context, []);
  const { storage } = table.host;
  await storage.timers.stop();
  const runs: number[] = [];
  const failures: Error[] = [];
  let begun = Promise.withResolvers<void>();
  return {
    clock,
    storage,
    runs,
    failures,
    begun: () => begun.promise,
    start: (work?: (signal: AbortSignal) => Promise<void>) => {
      begun = Promise.withResolvers();
      const run = async (signal: AbortSignal) => {
        runs.push(clock.nowMs());
        begun.resolve();
        const failure = failures.shift();
        if (failure) throw failure;
        await work?.(signal);
      };
      return startTimers(table, { "test.sweep": repeated({ everyMs: dayMs, failure: "it failed", run }) });
    },
    stop: () => storage.timers.stop(),
    pass: async (milliseconds: number) => {
      clock.advance(milliseconds);
      await storage.timers.idle();
    },
  };
}
